"""Words before a colon behind which stands what a person wrote, in the languages of logs and of those who paste.

Samples: `Ort: Konferenzraum Tarnwald`, `PR_SUBJECT=…`, `AW: Angebot Tarnwald`. In lower case, with commas between them.
"""

from __future__ import annotations

from analyzer.reference import vocabulary


def _words(*lines: str) -> tuple[str, ...]:
    return tuple(word for line in lines for word in line.split(", "))


SUBJECTS = (
    *(name.lower() for name in vocabulary.SUBJECTS),
    *_words(
        "subject line, subjectline, subject_line, betreffzeile, pr_subject, thread-topic, topic, summary, thema",
        "conversation topic, conversation_topic, conversationtopic, pr_conversation_topic",
        "title, titel, titre, título, titulo, titolo, tytuł, název, názov, otsikko, rubrik, tittel, başlık, cím, titlu",
        "naslov, заголовок, τίτλος, 标题, 標題, タイトル, 会議名, 会议名称",
    ),
)
"""What something is about."""

PLACES = _words(
    "location, ort, lieu, ubicación, ubicacion, lugar, luogo, local, localização, plaats, locatie, miejsce, místo",
    "miesto, helyszín, locație, plats, sted, paikka, yer, konum, mjesto, место, τοποθεσία, 地点, 地點, 場所, 장소",
    "מיקום, الموقع, สถานที่, địa điểm",
)
"""Where somebody meets somebody."""

NOTES = _words(
    "note, notes, note text, notetext, notiz, notizen, notiztext, anmerkung, bemerkung, bemerkungen, besuchsbericht",
    "visit report, remarque, nota, notas, observaciones, observações, annotazione, opmerking, notitie, notatka, uwaga",
    "poznámka, megjegyzés, notă, anteckning, merknad, notat, muistiinpano, bilješka, примечание, заметка, σημείωση",
    "备注, 備註, メモ, 備考, 메모",
)
"""What somebody noted."""

ITEMS = _words(
    "termin, besprechung, serientermin, appointment, meeting, meeting request, rendez-vous, réunion, cita, reunión",
    "appuntamento, riunione, reunião, compromisso, afspraak, vergadering, spotkanie, schůzka, stretnutie, találkozó",
    "möte, møte, møde, kokous, toplantı, встреча, 会議, 会议, 회의, opportunity, verkaufschance, visit, besuch",
    "aufgabe, tâche, tarea, tarefa, attività, taak, zadanie, úkol, kategorie, kategorien, category, categories",
    "catégorie, categoría, categoria, anhang, anlage, attachment, attachments, pièce jointe, adjunto, anexo, allegato",
    "bijlage, załącznik, příloha, bilaga, vedlegg, liite, вложение, 添付ファイル, 附件, ordner, folder",
)
"""What in a mailbox has a name that somebody gave it."""

BODIES = _words(
    "body, pr_body, text, texte, texto, testo, mailtext, nachrichtentext, comment, comments, kommentar, commentaire",
    "comentario, comentário, commento, komentarz, komentář, комментарий, description, beschreibung, descripción",
    "descrizione, descrição, event, task, content, inhalt",
)
"""The same, but servers write behind these as well what has failed."""

ANSWERS = _words(
    "re, aw, fw, fwd, wg, tr, rv, sv, vs, enc, rif, antw, odp, ynt, doorst, vb, 回复, 答复, 转发, 轉寄, 回覆",
)
"""How the subject of an answer begins."""
