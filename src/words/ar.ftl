# عناوين المواعيد، لتُقرأ على الهاتف.
list-separator = ،{" "}
colon = :{" "}
opening = الافتتاح
statements = البيانات
stakeholders = أصحاب المصلحة
closing = الاختتام
cancelled = ملغى
departed = خارج هذا التقويم
session-number = الدورة { $number }
kind-formal = الجلسات الرسمية
kind-informal = الجلسات غير الرسمية

# أوصاف المواعيد.
venue-time = (بتوقيت { $city })
informal = جلسة غير رسمية
agenda-item = البند { $item } من جدول الأعمال
sub-item = ({ $item })
continued = (تابع)
documents = الوثائق
programme = برنامج العمل
agenda = جدول الأعمال
page = صفحة الويب

# آخر تغيير.
changed-cancelled = أُلغي في { $date }
changed-restored = أُعيد في { $date }
changed-moved = نُقل في { $date } من { $from } إلى { $to }
changed-topics-joined = مواضيع أُضيفت في { $date }: { $topics }
changed-topics-left = مواضيع أُزيلت في { $date }: { $topics }
changed-headings = تغيرت العناوين في { $date }
changed-place = تغير المكان في { $date }
changed-formal = أصبحت الجلسة رسمية في { $date }
changed-informal = أصبحت الجلسة غير رسمية في { $date }
changed-confirmed = تأكد في { $date }
changed-tentative = عاد مؤقتا منذ { $date }
changed-text = تغير النص في { $date }
changed-documents = تغيرت الوثائق في { $date }
changed-other = تغير في { $date }
changed-departed = لم يعد في هذا التقويم منذ { $date }
departed-topics = المواضيع الحالية: { $topics }
departed-session = الآن في: { $session }

# قوائم التغييرات. العدد بعد الكلمة كي لا تتغير صيغتها.
added = جديد
joined = جديد في هذا التقويم
restored = أُعيد
moved = نُقل
changed = تغير
changes = التغييرات
count-changes = { $count ->
    [one] تغيير واحد
    [two] تغييران
    [few] { $count } تغييرات
    [many] { $count } تغييرا
   *[other] { $count } تغيير
}
count-cancelled = ملغى ({ $count })
count-departed = خارج هذا التقويم ({ $count })
count-moved = منقول ({ $count })
count-restored = معاد ({ $count })
count-added = جديد ({ $count })
count-joined = جديد في هذا التقويم ({ $count })
count-changed = متغير على نحو آخر ({ $count })
count-more = وغيرها ({ $count })
