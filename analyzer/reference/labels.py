"""Words before a colon, or over a column, behind which stands what a person wrote, in the languages of those who paste.

Samples: `Ort: Konferenzraum Tarnwald`, `PR_SUBJECT=…`, `AW: Angebot Tarnwald`. In lower case, with commas between them.
"""

from __future__ import annotations

from analyzer.reference import vocabulary
from analyzer.reference.vocabulary import words

_TOPICS = words("topic, summary, thema, tema")
HEADINGS = words(
    "title, titel, titre, título, titulo, titolo, tytuł, název, názov, otsikko, rubrik, tittel, başlık, cím, titlu",
    "naslov, название, заголовок, τίτλος, 标题, 標題, タイトル",
)
"""What a text has above it, and a page."""
TITLES = (*_TOPICS, *HEADINGS)
"""What something is about, and what programs call their errors by."""

SUBJECTS = (
    *(name.lower() for name in vocabulary.SUBJECTS),
    *TITLES,
    *words(
        "subject line, subjectline, subject_line, betreffzeile, mail_subject, thread-topic, sujet, teema, tēma, subjek",
        "предмет, pr_subject, pr_subject_w, 0x0037001f, pr_conversation_topic, conversation topic, conversation_topic",
        "conversationtopic, 会議名, 会议名称",
    ),
)
"""What something is about."""

PLACES = words(
    "location, place, meeting location, location name, ort, besprechungsort, lieu, ubicación, ubicacion, lugar, luogo",
    "local, localização, plaats, locatie, miejsce, místo, miesto, helyszín, locație, plats, sted, paikka, sijainti",
    "yer, konum, mjesto, место, τοποθεσία, 地点, 地點, 場所, 장소, 위치, מיקום, الموقع, สถานที่, địa điểm",
)
"""Where somebody meets somebody."""

NOTES = words(
    "note, notes, note text, notetext, notiz, notizen, notiztext, anmerkung, bemerkung, bemerkungen, besuchsbericht",
    "memo, visit report, remark, remarks, remarque, remarques, nota, notas, observaciones, observações, annotazione",
    "opmerking, opmerkingen, notitie, notatka, uwaga, uwagi, poznámka, poznámky, megjegyzés, notă, anteckning",
    "anteckningar, merknad, notat, noter, muistiinpano, muistiinpanot, notlar, bilješka, примечание, примечания",
    "заметка, σημείωση, σημειώσεις, 备注, 備註, メモ, 備考, 메모, 비고",
)
"""What somebody noted."""

COMMENTS = words(
    "comment, comments, kommentar, kommentare, commentaire, commentaires, comentario, comentarios, comentário",
    "comentários, commento, commenti, komentarz, komentář, комментарий",
)
"""What somebody said of it."""

MEETINGS = words(
    "termin, besprechung, serientermin, appointment, meeting, meeting request, rendez-vous, réunion, cita, reunión",
    "appuntamento, riunione, reunião, compromisso, afspraak, vergadering, spotkanie, schůzka, stretnutie, találkozó",
    "möte, møte, møde, kokous, toplantı, встреча, 会議, 会议, 회의, opportunity, verkaufschance, visit, besuch, lead",
    "aufgabe, tâche, tarea, tarefa, attività, taak, zadanie, úkol",
)
"""What somebody plans."""

ITEMS = (
    *MEETINGS,
    *words("kategorie, kategorien, category, categories, catégorie, categoría, categoria, ordner, folder"),
)
"""What in a mailbox has a name that somebody gave it."""

ATTACHMENTS = words(
    "filename, file name, file_name, dateiname, nom du fichier, nombre de archivo, nome do arquivo, nome del file",
    "anhang, anhänge, anlage, anlagen, attachment, attachments, attachmentname, pr_attach_long_filename",
    "pièce jointe, pièces jointes, adjunto, adjuntos, datos adjuntos, anexo, anexos, allegato, allegati, bijlage",
    "bijlagen, załącznik, załączniki, příloha, přílohy, bilaga, bilagor, vedlegg, vedhæftede filer, liite, liitteet",
    "melléklet, mellékletek, ek, ekler, вложение, вложения",
    "添付ファイル, 附件, 첨부파일",
)
"""What is attached."""

FILES = words(
    "file, document, dokument, datei, fichier, archivo, arquivo, bestand, plik, bilagan, vedhæftning, vedhæftet fil",
    "文件, virus found in, saved as, upload, uploading",
)
"""Before the name of a file."""

MAIL_BODIES = words(
    "body, body text, mail body, message body, body preview, bodypreview, pr_body, pidtagbody, textbody, htmlbody",
    "mailtext, nachrichtentext, corps, cuerpo, corpo, snippet, preview",
)
"""What the text of a mail is called."""

BODIES = (
    *MAIL_BODIES,
    *COMMENTS,
    *words(
        "text, texte, texto, testo, message text, nachricht, formattedtext, description, beschreibung, descripción",
        "descrizione, descrição, opis, описание, event, task, content, inhalt",
    ),
)
"""The same, and words behind which servers write as well what has failed."""

ANSWERS = words(
    "re, aw, fw, fwd, wg, tr, rv, sv, vs, enc, rif, antw, odp, ynt, doorst, vb, 回复, 答复, 转发, 轉寄, 回覆",
)
"""How the subject of an answer begins."""
