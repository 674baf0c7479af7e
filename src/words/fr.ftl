# Titres des événements, à lire sur un téléphone.
list-separator = ,{" "}
colon = {" "}:{" "}
opening = Ouverture
statements = Déclarations
stakeholders = Parties prenantes
closing = Clôture
cancelled = Annulé
departed = Hors de ce calendrier
session-number = session { $number }
kind-formal = séances officielles
kind-informal = séances informelles

# Descriptions des événements.
venue-time = { $initial ->
    [vowel] (heure d’{ $city })
   *[consonant] (heure de { $city })
}
informal = Séance informelle
agenda-item = Point { $item } de l’ordre du jour
sub-item = { $item })
continued = (suite)
documents = Documents
programme = Programme de travail
agenda = Ordre du jour
page = Page web

# Ce qui a changé en dernier.
changed-cancelled = Annulé le { $date }
changed-restored = Rétabli le { $date }
changed-moved = Déplacé le { $date } de { $from } à { $to }
changed-topics-joined = Thèmes ajoutés le { $date } : { $topics }
changed-topics-left = Thèmes retirés le { $date } : { $topics }
changed-headings = Intitulés modifiés le { $date }
changed-place = Lieu modifié le { $date }
changed-formal = Devenu séance officielle le { $date }
changed-informal = Devenu séance informelle le { $date }
changed-confirmed = Confirmé le { $date }
changed-tentative = De nouveau provisoire depuis le { $date }
changed-text = Texte modifié le { $date }
changed-documents = Documents modifiés le { $date }
changed-other = Modifié le { $date }
changed-departed = N’est plus dans ce calendrier depuis le { $date }
departed-topics = Thèmes actuels : { $topics }
departed-session = Désormais dans : { $session }

# Listes des changements.
added = Nouveau
joined = Nouveau dans ce calendrier
restored = Rétabli
moved = Déplacé
changed = Modifié
changes = Changements
count-changes = { $count ->
    [one] { $count } changement
   *[other] { $count } changements
}
count-cancelled = { $count ->
    [one] { $count } annulé
   *[other] { $count } annulés
}
count-departed = { $count } hors de ce calendrier
count-moved = { $count ->
    [one] { $count } déplacé
   *[other] { $count } déplacés
}
count-restored = { $count ->
    [one] { $count } rétabli
   *[other] { $count } rétablis
}
count-added = { $count ->
    [one] { $count } nouveau
   *[other] { $count } nouveaux
}
count-joined = { $count ->
    [one] { $count } nouveau dans ce calendrier
   *[other] { $count } nouveaux dans ce calendrier
}
count-changed = { $count ->
    [one] { $count } modifié autrement
   *[other] { $count } modifiés autrement
}
count-more = { $count ->
    [one] et { $count } autre
   *[other] et { $count } autres
}

# Pages.
language-name = Français
skip-to-content = Aller au contenu
language-choice = Langue
home = Accueil
home-lead = Les programmes de travail en calendriers, qui restent justes quand le programme change.
you-are-here = Vous êtes ici
bodies = Organes
search = Rechercher
search-hint = Thème, session, point ou mot
nothing-found = Aucun résultat. Des mots moins nombreux ou plus courts en donnent davantage.
running-now = En cours
next-sessions = Prochaines sessions
past-sessions = Sessions passées
sessions = Sessions
topics = Thèmes
timetable = Calendrier des séances
provisional = Provisoire
provisional-note = Le programme est provisoire et peut changer.
adopted = Adopté
held = Tenue
withdrawn = N’est plus prévue
former-topic = N’est plus un thème
subscribe = S’abonner
subscribe-or-download = Un abonnement suit de lui-même chaque changement ; un téléchargement est une copie qui reste telle quelle.
none-is-all = Aucun choix : tout est inclus.
calendar-language = Langue du calendrier
reminder = Rappel
no-reminder = Aucun
show-as = M’afficher comme
free = Disponible
busy = Occupé
cancelled-events = Événements annulés
shown = Affichés, marqués comme annulés
hidden = Masqués
compose = Afficher ce calendrier
next-events = À venir
no-next-events = Aucun événement à venir pour le moment. Un abonnement affichera de lui-même les nouveaux.
calendar-address = Adresse du calendrier
copy-address = Copier l’adresse
copied = Copiée
apple-and-others = Calendrier Apple et autres applications
download = Télécharger une copie (.ics)
download-event = Télécharger cet événement (.ics)
qr-code = À scanner avec un téléphone pour s’y abonner.
how-soon = Délai d’affichage d’un changement
soon-google = Google Agenda : en quelques heures, jusqu’à un jour.
soon-outlook = Outlook.com et Microsoft 365 : en quelques heures, jusqu’à un jour.
soon-others = Calendrier Apple, Thunderbird et autres : à la fréquence que vous y réglez ; le calendrier propose une heure.
follow-changes = Suivre les changements dans un lecteur de flux (Atom)
what-changed = Ce qui a changé
no-changes = Rien n’a encore changé.
when = Quand
where = Où
times-of-venue = Heure du lieu
times-of-reader = Mon heure
on-programme = Au programme
questions = Questions d’orientation
footnotes = Notes
about-session = À propos de cette session
official-page = Page officielle
previous-slot = Précédent
next-slot = Suivant
part-shown = Seule une partie du programme est affichée.
show-all = Tout afficher
other-languages = Les textes qui n’ont pas été publiés en français sont affichés dans la langue du document.
nothing-published = Rien n’est encore publié.
no-sessions = Aucune session n’est encore publiée.
no-slots = Rien n’est encore au programme. Un abonnement l’affichera dès que ce sera le cas.
not-found = Il n’y a rien à cette adresse
not-understood = Cette adresse est incompréhensible
not-now = Impossible de répondre pour le moment
did-you-mean = Vouliez-vous dire
possible = Ce qu’il y a
details-in-english = Détails (en anglais)
published-on = Tel que publié le { $date }
last-changed = Dernière modification le { $date }
first-published = Première publication le { $date }
next-on = Prochainement : { $date }
count-events = { $count ->
    [one] { $count } événement
   *[other] { $count } événements
}
count-minutes-before = { $count ->
    [one] { $count } minute avant
   *[other] { $count } minutes avant
}
count-hours-before = { $count ->
    [one] { $count } heure avant
   *[other] { $count } heures avant
}
count-days-before = { $count ->
    [one] { $count } jour avant
   *[other] { $count } jours avant
}
