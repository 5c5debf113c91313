"""Descriptions as people at scanners in five languages might type them: technical words with names, hospitals, places,
dates and telephone numbers between them. The words were written down without a look at share/dicom_words.tsv, whose
program they judge; who is named in a text is nobody's PatientName, so that no token of the file helps."""
import random

PEOPLE = {
    "nl": ["Hoekstra", "van der Velde", "Schipper", "Kuiper", "Dijkgraaf", "Veenstra", "Postma", "ten Brinke", "Zonneveld", "Mulder"],
    "de": ["Bergmann", "Vogelsang", "Krämer", "Lindner", "Brandt", "Ackermann", "Schuster", "Weiß", "Förster", "Zimmermann"],
    "fr": ["Lefèvre", "Marchand", "Dupuis", "Beaumont", "Charpentier", "Renault", "Gauthier", "Rousseau", "Lacroix", "Perrin"],
    "es": ["Ibáñez", "Montero", "Carrasco", "Villanueva", "Peña", "Echeverría", "Salgado", "Quintana", "Delgado", "Herrero"],
    "en": ["Whitaker", "Ashworth", "Carpenter", "Fletcher", "Okonkwo", "Singh", "Nguyen", "Baxter", "Sinclair", "Harrington"]}
GIVEN = {"nl": ["Sjoerd", "Femke", "Wout", "Lieke"], "de": ["Jürgen", "Heike", "Uwe", "Gisela"], "fr": ["Thierry", "Océane", "Hervé", "Maud"],
         "es": ["Íñigo", "Lourdes", "Ramón", "Pilar"], "en": ["Gareth", "Priya", "Nigel", "Chloe"]}
PLACES = {"nl": ["Sint Elisabeth Ziekenhuis", "Isala Zwolle", "Rijnstate Arnhem", "Wilhelminapark 12"],
          "de": ["Charité Campus Mitte", "Klinikum Großhadern", "Uniklinik Köln", "Goethestraße 44"],
          "fr": ["Hôpital Lariboisière", "CHU de Nantes", "Pitié Salpêtrière", "rue des Lilas 7"],
          "es": ["Hospital Clínico San Carlos", "Clínica Universidad Navarra", "La Paz Madrid", "Calle Serrano 31"],
          "en": ["Addenbrooke's", "Royal Infirmary Edinburgh", "Massachusetts General", "18 Larch Avenue"]}
PHONES = {"nl": "06-{0}{1}{2}{3}", "de": "0171 {0}{1}{2}", "fr": "06 {0} {1} {2} {3}", "es": "6{0} {1} {2} {3}", "en": "07700 {0}{1} {2}{3}"}
DATES = {"nl": ["{d} maart {y}", "{d}-3-{y}", "mrt '{yy}"], "de": ["{d}. März {y}", "{d}.03.{y}", "Mrz {y}"],
         "fr": ["le {d} mars {y}", "{d}/03/{y}", "mars {y}"], "es": ["{d} de marzo de {y}", "{d}/3/{y}", "marzo {y}"],
         "en": ["March {d}, {y}", "3/{d}/{y}", "Mar {y}"]}
SAYS = {"nl": ["aanvraag dr. {name}", "gebeld met {phone}", "herhaling van {date}", "komt uit {place}", "{given} {name} bewoog"],
        "de": ["angefordert von Dr. {name}", "Rückruf {phone}", "Wiederholung vom {date}", "kommt aus {place}", "{given} {name} unruhig"],
        "fr": ["demandé par le Dr {name}", "rappeler au {phone}", "contrôle du {date}", "vient de {place}", "{given} {name} a bougé"],
        "es": ["pedido por la Dra. {name}", "llamar al {phone}", "repetir el {date}", "viene de {place}", "{given} {name} se movió"],
        "en": ["requested by Dr {name}", "call {phone}", "repeat of {date}", "referred from {place}", "{given} {name} moved"]}
TECHNICAL = ["T1w MPRAGE sag", "T2 FLAIR axial", "ep2d diff 64 dir", "bold rest", "field map", "TOF angio", "asl perfusion"]


def made_text(generator):
    """(text, technical words in it, words and numbers that must go)."""
    language = generator.choice(sorted(PEOPLE))
    day, year = generator.randint(13, 28), generator.randint(2009, 2024)
    pairs = [f"{generator.randint(21, 98)}" for _ in range(4)]
    parts = {"name": generator.choice(PEOPLE[language]), "given": generator.choice(GIVEN[language]),
             "place": generator.choice(PLACES[language]), "phone": PHONES[language].format(*pairs),
             "date": generator.choice(DATES[language]).format(d=day, y=year, yy=f"{year % 100:02}")}
    said = generator.choice(SAYS[language])
    technical = generator.choice(TECHNICAL)
    gone = [word for key, value in parts.items() if f"{{{key}}}" in said
            for word in (value.replace("'", " ").replace("-", " ").replace("/", " ").replace(".", " ").replace(",", " ").split())]
    # a day or a number of two digits alone tells nobody; two of them in a row of a telephone number do
    words = {word.lower() for word in gone if len(word) > 2 and word.lower() not in ("van", "der", "ten", "des", "rue", "san", "las")}
    if "{phone}" in said:
        words |= {f"{one} {two}" for one, two in zip(pairs, pairs[1:])}
    text = f"{technical} {said.format(**parts)}" if generator.random() < 0.5 else f"{said.format(**parts)}, {technical}"
    return text, technical.lower().split(), sorted(words)


def made_texts(seed, count):
    generator = random.Random(seed)
    return [made_text(generator) for _ in range(count)]
