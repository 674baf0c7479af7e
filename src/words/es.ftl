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

# Páginas.
language-name = Español
skip-to-content = Ir al contenido
language-choice = Idioma
home = Inicio
home-lead = Los programas de trabajo en calendarios que siguen siendo exactos cuando el programa cambia.
you-are-here = Está aquí
bodies = Órganos
search = Buscar
search-hint = Tema, período de sesiones o palabra
nothing-found = No se ha encontrado nada. Con menos palabras o más cortas se encuentra más.
running-now = En curso
next-sessions = Próximos períodos de sesiones
past-sessions = Períodos de sesiones anteriores
sessions = Períodos de sesiones
topics = Temas
timetable = Calendario de sesiones
provisional = Provisional
provisional-note = El programa es provisional y puede cambiar.
adopted = Aprobado
held = Celebrado
withdrawn = Ya no está previsto
former-topic = Ya no es un tema
subscribe = Suscribirse
subscribe-or-download = La suscripción refleja por sí sola cada cambio; la descarga es una copia que no cambia.
none-is-all = Sin elegir ninguno se incluyen todos.
calendar-language = Idioma del calendario
reminder = Recordatorio
no-reminder = Ninguno
show-as = Mostrarme como
free = Disponible
busy = Ocupado
cancelled-events = Eventos cancelados
shown = Visibles, marcados como cancelados
hidden = Ocultos
compose = Mostrar este calendario
next-events = Próximos
no-next-events = Por el momento no hay eventos próximos. La suscripción mostrará los nuevos por sí sola.
calendar-address = Dirección del calendario
copy-address = Copiar la dirección
copied = Copiada
apple-and-others = Calendario de Apple y otras aplicaciones
download = Descargar una copia (.ics)
download-event = Descargar este evento (.ics)
qr-code = Escanéelo con un teléfono para suscribirse en él.
how-soon = Cuándo se ve un cambio
soon-google = Google Calendar: en unas horas, hasta un día.
soon-outlook = Outlook.com y Microsoft 365: en unas horas, hasta un día.
soon-others = Calendario de Apple, Thunderbird y otros: con la frecuencia que usted fije; el calendario propone cada hora.
follow-changes = Seguir los cambios en un lector de canales (Atom)
what-changed = Qué ha cambiado
no-changes = Aún no ha cambiado nada.
when = Cuándo
where = Dónde
times-of-venue = Hora del lugar
times-of-reader = Mi hora
on-programme = En el programa
questions = Preguntas orientativas
footnotes = Notas
about-session = Acerca de este período de sesiones
official-page = Página oficial
previous-slot = Anterior
next-slot = Siguiente
part-shown = Solo se muestra parte del programa.
show-all = Mostrar todo
other-languages = Los textos no publicados en español se muestran en el idioma del documento.
nothing-published = Aún no se ha publicado nada.
no-sessions = Aún no se ha publicado ningún período de sesiones.
no-slots = Aún no hay nada en el programa. La suscripción lo mostrará en cuanto lo haya.
not-found = No hay nada en esta dirección
not-understood = Esta dirección no se entiende
not-now = No es posible responder por el momento
did-you-mean = ¿Quería decir
possible = Lo que hay
details-in-english = Detalles (en inglés)
published-on = Según lo publicado el { $date }
last-changed = Última modificación: { $date }
first-published = Publicado por primera vez el { $date }
next-on = Próximo: { $date }
count-events = { $count ->
    [one] { $count } evento
   *[other] { $count } eventos
}
count-minutes-before = { $count ->
    [one] { $count } minuto antes
   *[other] { $count } minutos antes
}
count-hours-before = { $count ->
    [one] { $count } hora antes
   *[other] { $count } horas antes
}
count-days-before = { $count ->
    [one] { $count } día antes
   *[other] { $count } días antes
}
