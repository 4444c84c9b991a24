# What is wrong with a value that does not fit the schema of the API. A key may be followed by the name of a type.

input-type = Il valore non è del tipo { $type }: la sua forma è descritta nello schema.
input-type-boolean = Serve un sì o un no: scrivere true oppure false, senza virgolette.
input-type-cup = Il CUP non ha la forma prevista: scriverne i 15 caratteri, per esempio J14E21000330001.
input-type-currency-code = La valuta non ha la forma prevista: scriverne il codice di tre lettere maiuscole, per esempio EUR.
input-type-date = La data non ha la forma prevista: scriverla come in questo esempio: 2026-11-30
input-type-date-time = Il momento non ha la forma prevista: scriverlo con il fuso, come in questo esempio: 2026-11-30T09:00:00Z
input-type-decimal = Il numero decimale va scritto come testo, tra virgolette e con il punto, come in questo esempio: "1140734.99"
input-type-email-address = L'indirizzo di posta non ha la forma prevista: scriverlo come in questo esempio: nome@ente.it
input-type-html = Il testo HTML non si può inviare: scrivere il testo in Markdown.
input-type-id = Serve un identificativo: usare quello ricevuto dall'API, tra virgolette.
input-type-int = Serve un numero intero, senza virgolette, tra -2147483648 e 2147483647.
input-type-local-date-time = La data con l'ora non ha la forma prevista: scriverla senza fuso, come in questo esempio: 2026-11-30T10:00
input-type-locale = La lingua non è riconosciuta: indicarne il codice, per esempio it oppure en.
input-type-string = Serve un testo, tra virgolette.
input-type-time-zone = Il fuso orario non è riconosciuto: indicarne il nome, per esempio Europe/Rome.
input-type-url = L'indirizzo non ha la forma prevista: scriverlo per intero, con https:// all'inizio.
input-choice = Il valore non è tra quelli previsti: sceglierne uno di quelli elencati nello schema.
input-missing = Manca un valore obbligatorio: indicarlo.
input-unknown = Questo campo non esiste qui: controllarne il nome nello schema.
input-one-of = Va indicato uno solo dei campi, con un valore: toglierne gli altri o aggiungere quello che manca.
