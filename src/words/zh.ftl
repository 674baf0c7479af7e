# 活动标题，适合在手机上阅读。
list-separator = ，
colon = ：
opening = 开幕
statements = 发言
stakeholders = 利益攸关方
closing = 闭幕
cancelled = 已取消
departed = 已移出本日历
session-number = 第{ $number }届会议
kind-formal = 正式会议
kind-informal = 非正式会议

# 活动说明。
venue-time = （{ $city }时间）
informal = 非正式会议
agenda-item = 议程项目{ $item }
sub-item = ({ $item })
continued = (续)
documents = 文件
programme = 工作方案
agenda = 议程
page = 网页

# 最近的变更。
changed-cancelled = { $date }取消
changed-restored = { $date }恢复
changed-moved = { $date }由{ $from }改至{ $to }
changed-topics-joined = { $date }增加专题：{ $topics }
changed-topics-left = { $date }移除专题：{ $topics }
changed-headings = { $date }更改标题
changed-place = { $date }更改地点
changed-formal = { $date }改为正式会议
changed-informal = { $date }改为非正式会议
changed-confirmed = { $date }确认
changed-tentative = { $date }重新改为暂定
changed-text = { $date }更改案文
changed-documents = { $date }更改文件
changed-other = { $date }更改
changed-departed = { $date }起不再列入本日历
departed-topics = 现专题：{ $topics }
departed-session = 现属：{ $session }

# 变更列表。
added = 新增
joined = 新列入本日历
restored = 已恢复
moved = 已改期
changed = 已更改
changes = 变更
count-changes = { $count }项变更
count-cancelled = { $count }项取消
count-departed = { $count }项移出本日历
count-moved = { $count }项改期
count-restored = { $count }项恢复
count-added = { $count }项新增
count-joined = { $count }项新列入本日历
count-changed = { $count }项其他更改
count-more = 以及另外{ $count }项
