# Títulos de los eventos, para leer en un teléfono.
list-separator = ,{" "}
colon = :{" "}
opening = Apertura
statements = Declaraciones
stakeholders = Partes interesadas
closing = Clausura
cancelled = Cancelado
departed = Fuera de este calendario
session-number = período de sesiones { $number }
kind-formal = sesiones oficiales
kind-informal = sesiones oficiosas

# Descripciones de los eventos.
venue-time = (hora de { $city })
informal = Sesión oficiosa
agenda-item = Tema { $item } del programa
sub-item = { $item })
continued = (continuación)
documents = Documentos
programme = Programa de trabajo
agenda = Programa
page = Página web

# El último cambio.
changed-cancelled = Cancelado el { $date }
changed-restored = Restablecido el { $date }
changed-moved = Trasladado el { $date } de { $from } a { $to }
changed-topics-joined = Temas añadidos el { $date }: { $topics }
changed-topics-left = Temas retirados el { $date }: { $topics }
changed-headings = Títulos modificados el { $date }
changed-place = Lugar modificado el { $date }
changed-formal = Convertido en sesión oficial el { $date }
changed-informal = Convertido en sesión oficiosa el { $date }
changed-confirmed = Confirmado el { $date }
changed-tentative = Provisional de nuevo desde el { $date }
changed-text = Texto modificado el { $date }
changed-documents = Documentos modificados el { $date }
changed-other = Modificado el { $date }
changed-departed = Ya no figura en este calendario desde el { $date }
departed-topics = Temas actuales: { $topics }
departed-session = Ahora en: { $session }

# Listas de cambios.
added = Nuevo
joined = Nuevo en este calendario
restored = Restablecido
moved = Trasladado
changed = Modificado
changes = Cambios
count-changes = { $count ->
    [one] { $count } cambio
   *[other] { $count } cambios
}
count-cancelled = { $count ->
    [one] { $count } cancelado
   *[other] { $count } cancelados
}
count-departed = { $count } fuera de este calendario
count-moved = { $count ->
    [one] { $count } trasladado
   *[other] { $count } trasladados
}
count-restored = { $count ->
    [one] { $count } restablecido
   *[other] { $count } restablecidos
}
count-added = { $count ->
    [one] { $count } nuevo
   *[other] { $count } nuevos
}
count-joined = { $count ->
    [one] { $count } nuevo en este calendario
   *[other] { $count } nuevos en este calendario
}
count-changed = { $count ->
    [one] { $count } modificado en otros aspectos
   *[other] { $count } modificados en otros aspectos
}
count-more = y { $count } más
