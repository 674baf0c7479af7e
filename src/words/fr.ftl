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
