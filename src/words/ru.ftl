# Названия событий, которые читают на телефоне.
list-separator = ,{" "}
colon = :{" "}
opening = Открытие
statements = Заявления
stakeholders = Заинтересованные стороны
closing = Закрытие
cancelled = Отменено
departed = Вне этого календаря
session-number = сессия { $number }
kind-formal = официальные заседания
kind-informal = неофициальные заседания

# Описания событий.
venue-time = (время: { $city })
informal = Неофициальное заседание
agenda-item = Пункт { $item } повестки дня
sub-item = { $item })
continued = (продолжение)
documents = Документы
programme = Программа работы
agenda = Повестка дня
page = Страница

# Последнее изменение. Дни недели и даты стоят в именительном падеже.
changed-cancelled = Отменено { $date }
changed-restored = Восстановлено { $date }
changed-moved = Перенесено { $date }: { $from } → { $to }
changed-topics-joined = Темы добавлены { $date }: { $topics }
changed-topics-left = Темы исключены { $date }: { $topics }
changed-headings = Заголовки изменены { $date }
changed-place = Место изменено { $date }
changed-formal = Заседание стало официальным { $date }
changed-informal = Заседание стало неофициальным { $date }
changed-confirmed = Подтверждено { $date }
changed-tentative = Снова предварительно: { $date }
changed-text = Текст изменен { $date }
changed-documents = Документы изменены { $date }
changed-other = Изменено { $date }
changed-departed = Исключено из этого календаря { $date }
departed-topics = Теперь темы: { $topics }
departed-session = Теперь: { $session }

# Списки изменений. Числа стоят после слов, чтобы слова не склонялись.
added = Новое
joined = Новое в этом календаре
restored = Восстановлено
moved = Перенесено
changed = Изменено
changes = Изменения
count-changes = { $count ->
    [one] { $count } изменение
    [few] { $count } изменения
   *[other] { $count } изменений
}
count-cancelled = отменено { $count }
count-departed = исключено из этого календаря { $count }
count-moved = перенесено { $count }
count-restored = восстановлено { $count }
count-added = добавлено { $count }
count-joined = добавлено в этот календарь { $count }
count-changed = изменено иначе { $count }
count-more = и еще { $count }

# Страницы.
language-name = Русский
skip-to-content = Перейти к содержанию
language-choice = Язык
home = Главная
home-lead = Программы работы в виде календарей, которые остаются верными при изменении программы.
you-are-here = Вы находитесь здесь
bodies = Органы
search = Поиск
search-hint = Тема, сессия, пункт или слово
nothing-found = Ничего не найдено. Попробуйте меньше слов или более короткие слова.
running-now = Проходит сейчас
next-sessions = Предстоящие сессии
past-sessions = Прошедшие сессии
sessions = Сессии
topics = Темы
timetable = Расписание заседаний
provisional = Предварительно
provisional-note = Программа является предварительной и может измениться.
adopted = Утверждено
held = Проведена
withdrawn = Больше не планируется
former-topic = Больше не является темой
subscribe = Подписаться
subscribe-or-download = Подписка сама отражает каждое изменение; загруженный файл — это копия, которая не меняется.
none-is-all = Если ничего не выбрано, включается всё.
calendar-language = Язык календаря
reminder = Напоминание
no-reminder = Нет
show-as = Показывать меня как
free = Свободен
busy = Занят
cancelled-events = Отмененные события
shown = Показывать с пометкой об отмене
hidden = Скрывать
compose = Показать этот календарь
next-events = Ближайшие
no-next-events = В настоящее время предстоящих событий нет. Подписка сама покажет новые.
calendar-address = Адрес календаря
copy-address = Скопировать адрес
copied = Скопировано
apple-and-others = Календарь Apple и другие приложения
download = Скачать копию (.ics)
download-event = Скачать это событие (.ics)
qr-code = Отсканируйте телефоном, чтобы подписаться на нем.
how-soon = Когда видно изменение
soon-google = Google Календарь: в течение нескольких часов, иногда суток.
soon-outlook = Outlook.com и Microsoft 365: в течение нескольких часов, иногда суток.
soon-others = Календарь Apple, Thunderbird и другие: с заданной вами частотой; календарь предлагает каждый час.
follow-changes = Следить за изменениями в программе чтения лент (Atom)
what-changed = Что изменилось
no-changes = Изменений пока нет.
when = Когда
where = Где
times-of-venue = Время места проведения
times-of-reader = Мое время
on-programme = В программе
questions = Направляющие вопросы
footnotes = Примечания
about-session = Об этой сессии
official-page = Официальная страница
previous-slot = Предыдущее
next-slot = Следующее
part-shown = Показана только часть программы.
show-all = Показать всё
other-languages = Тексты, не изданные на русском языке, приводятся на языке документа.
nothing-published = Пока ничего не опубликовано.
no-sessions = Пока не опубликовано ни одной сессии.
no-slots = В программе пока ничего нет. Подписка покажет, когда появится.
not-found = По этому адресу ничего нет
not-understood = Этот адрес непонятен
not-now = Сейчас ответить невозможно
did-you-mean = Возможно, вы имели в виду
possible = Что есть
details-in-english = Подробности (на английском языке)
published-on = По состоянию на { $date }
last-changed = Последнее изменение: { $date }
first-published = Впервые опубликовано { $date }
next-on = Ближайшее: { $date }
count-events = { $count ->
    [one] { $count } событие
    [few] { $count } события
   *[other] { $count } событий
}
count-minutes-before = { $count ->
    [one] за { $count } минуту
    [few] за { $count } минуты
   *[other] за { $count } минут
}
count-hours-before = { $count ->
    [one] за { $count } час
    [few] за { $count } часа
   *[other] за { $count } часов
}
count-days-before = { $count ->
    [one] за { $count } день
    [few] за { $count } дня
   *[other] за { $count } дней
}
