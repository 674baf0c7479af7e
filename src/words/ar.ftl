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

# الصفحات.
language-name = العربية
skip-to-content = انتقل إلى المحتوى
language-choice = اللغة
home = الصفحة الرئيسية
home-lead = برامج العمل في تقاويم تظل صحيحة عندما يتغير البرنامج.
you-are-here = أنت هنا
bodies = الهيئات
search = بحث
search-hint = موضوع أو دورة أو بند أو كلمة
nothing-found = لم يُعثر على شيء. جرّب كلمات أقل أو أقصر.
running-now = منعقدة الآن
next-sessions = الدورات المقبلة
past-sessions = الدورات السابقة
sessions = الدورات
topics = المواضيع
timetable = الجدول الزمني
provisional = مؤقت
provisional-note = البرنامج مؤقت وقد يتغير.
adopted = معتمد
held = عُقدت
withdrawn = لم تعد مقررة
former-topic = لم يعد موضوعا
subscribe = الاشتراك
subscribe-or-download = الاشتراك يتابع كل تغيير تلقائيا، أما التنزيل فهو نسخة تبقى كما هي.
none-is-all = عدم اختيار أي شيء يعني الكل.
calendar-language = لغة التقويم
reminder = التذكير
no-reminder = بدون
show-as = إظهاري بوصفي
free = متاحا
busy = مشغولا
cancelled-events = المواعيد الملغاة
shown = تظهر مع علامة الإلغاء
hidden = مخفية
compose = عرض هذا التقويم
next-events = القادمة
no-next-events = لا توجد مواعيد مقبلة حاليا. سيُظهر الاشتراك المواعيد الجديدة تلقائيا.
calendar-address = عنوان التقويم
copy-address = نسخ العنوان
copied = نُسخ
apple-and-others = تقويم Apple وتطبيقات أخرى
download = تنزيل نسخة (‎.ics)
download-event = تنزيل هذا الموعد (‎.ics)
qr-code = امسح الرمز بالهاتف للاشتراك عليه.
how-soon = متى يظهر التغيير
soon-google = تقويم Google: خلال ساعات، وقد يصل إلى يوم.
soon-outlook = Outlook.com و Microsoft 365: خلال ساعات، وقد يصل إلى يوم.
soon-others = تقويم Apple و Thunderbird وغيرهما: بالوتيرة التي تحددها؛ ويقترح التقويم كل ساعة.
follow-changes = متابعة التغييرات في قارئ الخلاصات (Atom)
what-changed = ما الذي تغير
no-changes = لم يتغير شيء بعد.
when = متى
where = أين
times-of-venue = توقيت مكان الانعقاد
times-of-reader = توقيتي
on-programme = في البرنامج
questions = أسئلة توجيهية
footnotes = الحواشي
about-session = عن هذه الدورة
official-page = الصفحة الرسمية
previous-slot = السابق
next-slot = التالي
part-shown = لا يظهر إلا جزء من البرنامج.
show-all = عرض الكل
other-languages = النصوص التي لم تصدر بالعربية تُعرض بلغة الوثيقة.
nothing-published = لم يُنشر شيء بعد.
no-sessions = لم تُنشر أي دورة بعد.
no-slots = لا شيء في البرنامج بعد. سيُظهره الاشتراك حال إدراجه.
not-found = لا يوجد شيء في هذا العنوان
not-understood = لا يمكن فهم هذا العنوان
not-now = لا يمكن الرد حاليا
did-you-mean = هل تقصد
possible = ما هو متاح
details-in-english = التفاصيل (بالإنكليزية)
published-on = كما نُشر في { $date }
last-changed = آخر تغيير: { $date }
first-published = نُشر لأول مرة في { $date }
next-on = القادم: { $date }
count-events = { $count ->
    [zero] لا مواعيد
    [one] موعد واحد
    [two] موعدان
    [few] { $count } مواعيد
    [many] { $count } موعدا
   *[other] { $count } موعد
}
count-minutes-before = { $count ->
    [one] قبلها بدقيقة واحدة
    [two] قبلها بدقيقتين
    [few] قبلها بـ { $count } دقائق
   *[other] قبلها بـ { $count } دقيقة
}
count-hours-before = { $count ->
    [one] قبلها بساعة واحدة
    [two] قبلها بساعتين
    [few] قبلها بـ { $count } ساعات
   *[other] قبلها بـ { $count } ساعة
}
count-days-before = { $count ->
    [one] قبلها بيوم واحد
    [two] قبلها بيومين
    [few] قبلها بـ { $count } أيام
   *[other] قبلها بـ { $count } يوما
}
