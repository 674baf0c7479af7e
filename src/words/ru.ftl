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
