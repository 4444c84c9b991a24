# Why somebody may do something, or may not.

access-whole-plan = l'intero piano
access-since = { $because }, dal giorno { $day }
access-none = { $name } non ha nessuno dei ruoli che servono qui: { $grounds }.

access-because-everyone = perché è aperto a tutti, quindi anche a { $name }
access-because-operator = perché { $name } opera alla console dell'installazione
access-because-signed-in = perché { $name } è una persona registrata
access-because-themselves = perché { $name } può farlo per ciò che è suo, e solo per quello
access-because-delegate = perché { $name } è delegato o delegata di { $place }
access-because-seat-holder = perché { $name } occupa un seggio di { $place }
access-because-org-manager = perché { $name } gestisce { $place }
access-because-coordinator = perché { $name } coordina { $place }
access-because-secretariat = perché { $name } fa parte della segreteria per { $place }
access-because-steward = perché { $name } cura gli indicatori per { $place }
access-because-auditor = perché { $name } è revisore per { $place }
access-because-platform-admin = perché { $name } amministra la piattaforma

access-ground-everyone = tutti
access-ground-operator = chi opera alla console
access-ground-signed-in = una persona registrata
access-ground-themselves = la persona interessata
access-ground-delegate = delegato dell'ente
access-ground-seat-holder = titolare di un seggio del tavolo
access-ground-org-manager = gestore dell'ente
access-ground-coordinator = coordinatore del tavolo
access-ground-secretariat = segreteria
access-ground-steward = responsabile degli indicatori
access-ground-auditor = revisore
access-ground-platform-admin = amministratore della piattaforma
