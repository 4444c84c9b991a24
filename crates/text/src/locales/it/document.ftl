# Documenti: tipi di file, chi può leggerli, dimensioni, e perché un file viene rifiutato.

file-kind-pdf = PDF
file-kind-odt = Testo OpenDocument
file-kind-ods = Foglio di calcolo OpenDocument
file-kind-docx = Documento Word
file-kind-xlsx = Foglio di calcolo Excel
file-kind-png = Immagine PNG
file-kind-jpeg = Immagine JPEG
file-kind-text = Testo
file-kind-csv = Tabella CSV
file-kind-p7m = File firmato (P7M)
file-kind-asic-e = Contenitore firmato (ASiC-E)
file-kind-asic-s = Contenitore firmato (ASiC-S)

document-visibility-public = Pubblico
document-visibility-members = Per i componenti del tavolo
document-visibility-reserved = Riservato

document-size-bytes = { $number } byte
document-size-kilobytes = { $number } kB
document-size-megabytes = { $number } MB

page-document-details = { $kind }, { $size }
page-document-version = versione { $number }

refusal-content-type-mismatch = Il contenuto del file non è quello che dice il nome: aprire il file, salvarlo di nuovo nel formato giusto e chiedere un nuovo indirizzo a cui inviarlo.
refusal-content-type-mismatch-media-type = Il tipo non corrisponde all'estensione del nome: dichiarare il tipo vero del file, per esempio application/pdf per un nome che finisce in .pdf.
refusal-too-large = Il file è troppo grande: inviarne uno di al massimo { $max }.
refusal-blank-size-bytes = Il file è vuoto: sceglierne uno con un contenuto.
refusal-link-used-upload = Questo indirizzo ha già ricevuto un file o è scaduto: chiederne uno nuovo e inviare lì il file.
refusal-link-used-upload-id = Il file è stato inviato troppo tempo fa: chiedere un nuovo indirizzo e inviarlo di nuovo.
refusal-illegal-attach-document = Si può allegare solo un file arrivato per intero e non ancora allegato: prima inviarlo al suo indirizzo, oppure chiedere un nuovo indirizzo.
refusal-format-file-name = Il nome del file non è ammesso: usare solo lettere, cifre, spazi, trattini e punti, senza cartelle e senza nomi che un sistema tiene per sé.
refusal-format-file-kind = Questo tipo di file non è accettato: inviare un file PDF, ODT, ODS, DOCX, XLSX, PNG, JPEG, TXT o CSV, oppure firmato (P7M, ASICE, ASICS).
refusal-format-announced-size = Il file non ha la lunghezza annunciata: inviarlo completo, con un Content-Length uguale alla dimensione annunciata.
refusal-control-character-file-name = Il nome del file contiene caratteri invisibili: rinominare il file e riprovare.
refusal-foreign-visibility = Un cofinanziamento non appartiene a un tavolo, quindi i suoi documenti non possono essere per i componenti: scegliere pubblico o riservato.
refusal-too-long-uploads = Troppi file sono in attesa: allegare quelli arrivati o aspettare un'ora. Possono essere aperti al massimo { $max } invii.
refusal-too-long-documents = Qui ci sono troppi documenti: ne sono possibili al massimo { $max }.
refusal-too-long-versions = Il documento ha troppe versioni: ne sono possibili al massimo { $max }. Allegare un nuovo documento.
