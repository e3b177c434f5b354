"""People's names as they stand in letters: titles, initials, particles, hyphens, accents."""

from __future__ import annotations

from random import Random

from tools.bundled_model.sample import Split
from tools.bundled_model.words.entities.strange import strange_name
from tools.bundled_model.words.invented import invented
from tools.bundled_model.words.split import drawn, halves

FIRST = halves(
    """Anna Ben Carla David Elena Farid Grace Hiro Ines Jonas Kofi Lena Marco Nadia Omar
    Paula Quinn Rosa Sven Tara Uma Viktor Wendy Yuki Zoe Mary John Peter Susan Tom Lucy
    Ahmed Sara James Robert Michael William Richard Joseph Thomas Charles Daniel Matthew
    Anthony Mark Donald Steven Paul Andrew Joshua Kenneth Kevin Brian George Edward
    Ronald Timothy Jason Jeffrey Ryan Jacob Gary Nicholas Eric Jonathan Stephen Larry
    Justin Scott Brandon Benjamin Samuel Gregory Frank Alexander Raymond Patrick Jack
    Dennis Jerry Patricia Jennifer Linda Elizabeth Barbara Jessica Karen Lisa Nancy Betty
    Margaret Sandra Ashley Kimberly Emily Donna Michelle Carol Amanda Melissa Deborah
    Stephanie Rebecca Sharon Laura Cynthia Kathleen Amy Angela Shirley Brenda Pamela Emma
    Nicole Helen Samantha Katherine Christine Debra Rachel Carolyn Janet Catherine Maria
    Heather Diane Ruth Julie Olivia Joyce Virginia Victoria Kelly Lauren Christina Joan
    Evelyn Judith Megan Andrea Cheryl Hannah Jacqueline Martha Gloria Teresa Ann Sophie
    Sophia Isabel Chloe Mia Ella Priya Ravi Anil Sunita Arjun Deepa Vikram Meera Wei Li
    Ming Jing Hui Xin Chen Yan Mei Kenji Haruto Sakura Akiko Takeshi Naomi Min Ji-woo
    Seo-yeon Jun Fatima Aisha Hassan Ali Ibrahim Layla Youssef Khalid Zainab Mariam Noor
    Amina Chidi Ngozi Emeka Adaeze Kwame Ama Thabo Lerato Sipho Amara Juma Wanjiru Carlos
    Miguel Sofia Lucia Javier Diego Camila Valentina Mateo Santiago José María Andrés
    Raúl Pilar Joao João Beatriz Thiago Mariana Luis Jean Pierre Marie Claire Luc Amélie
    Chloé François Hélène René Zoé Giulia Luca Matteo Francesca Giovanni Chiara Lars
    Ingrid Björn Astrid Søren Freja Magnus Åsa Linnea Mikkel Hans Greta Jürgen Katrin
    Klaus Heike Uwe Jörg Piotr Agnieszka Katarzyna Tomasz Zofia Jakub Petra Milan Ivana
    Bojan Dragan Ana Nikola Olga Ivan Dmitri Svetlana Natasha Boris Yulia Igor Eleni
    Nikos Dimitris Maja Ayşe Mehmet Emre Elif Kerem Levi Ethan Noah Liam Mason Logan
    Aiden Caleb Owen Wyatt Hazel Violet Ivy Nora Stella""".split()
)
LAST = halves(
    """Smith Garcia Tanaka Okafor Novak Rossi Kumar Larsen Dubois Meyer Silva Chen Johnson
    Williams Brown Jones Miller Davis Wilson Anderson Taylor Thomas Moore Jackson Martin
    Lee Thompson White Harris Clark Lewis Robinson Walker Young Allen King Wright Scott
    Hill Green Adams Nelson Baker Hall Campbell Mitchell Carter Roberts Phillips Evans
    Turner Parker Collins Edwards Stewart Morris Murphy Cook Rogers Morgan Cooper
    Peterson Reed Bailey Bell Kelly Howard Ward Cox Richardson Wood Watson Brooks Bennett
    Gray Hughes Price Myers Long Foster Sanders Ross Powell Sullivan Russell Ortiz
    Jenkins Perry Butler Barnes Fisher Henderson Coleman Simmons Patterson Jordan
    Reynolds Hamilton Graham Wallace Woods West Cole Hayes Gibson Bryant Ellis Stevens
    Murray Ford Marshall Owens McDonald Harrison Ruiz Kennedy Wells Alvarez Mendoza
    Castillo Ramirez Torres Diaz Flores Rivera Gomez Hernandez Lopez Martinez Gonzalez
    Rodriguez Perez Sanchez Nguyen Tran Pham Kim Park Choi Wang Zhang Liu Yang Huang Zhao
    Wu Zhou Suzuki Sato Yamamoto Nakamura Kobayashi Singh Patel Sharma Gupta Khan Ahmed
    Hussain Rahman Iqbal Mehta Reddy Nair Iyer Das Bose Chopra Mensah Adeyemi Nwosu Eze
    Diallo Traoré Mbeki Ndlovu Dlamini Kamau Otieno Abebe Haile Haddad Mansour Farouk
    Nasser Aziz Saleh Becker Schmidt Schneider Fischer Weber Wagner Schulz Hoffmann
    Müller Schröder Krüger Köhler Bauer Koch Richter Klein Wolf Neumann Schwarz
    Zimmermann Braun Hartmann Lange Jansen Visser Bakker Smit Mulder Dekker Andersson
    Johansson Karlsson Nilsson Eriksson Lindqvist Hansen Olsen Pedersen Nielsen Jensen
    Sørensen Virtanen Korhonen Mäkinen Kowalski Wiśniewski Wójcik Nowak Zieliński Dvořák
    Svoboda Horváth Kovács Nagy Tóth Popescu Ionescu Petrov Ivanov Volkov Sokolova
    Kuznetsova Papadopoulos Yilmaz Demir Kaya Ferrari Esposito Romano Colombo Ricci
    Bernard Laurent Lefèvre Moreau Girard Bonnet Fontaine Ferreira Oliveira Costa Pereira
    Carvalho Almeida Souza Núñez Muñoz Peña Ibáñez Whitfield Ashworth Pemberton
    Hargreaves Blackwood Fairchild Thornton Lockwood Winslow Beaumont Delacroix Vance
    Mercer Holloway""".split()
)
TITLES = ("Dr.", "Dr.", "Mr.", "Ms.", "Mrs.", "Dr", "Mr", "Ms", "Mrs", "Prof.", "Professor", "Miss")
PARTICLES = "de la|de|van|van der|van den|von|del|di|da|al|bin|ter|le|St.|dos|el".split("|")
ACCENTED = dict(
    each.split("=")
    for each in "a=áäãåâàăąæ e=éèêëęěė i=íîïìı o=óöøôõòő u=úüûùůűū c=çčć n=ñńň s=šşśßș z=žżź l=ł "
    "y=ýÿ d=đďð r=ř t=ťțþ g=ğ".split()
)
INITIALS = "ABCDEFGHJKLMNPRSTVW"


def accented(chance: Random, split: Split) -> str:
    """Return a name that nobody bears with an accent."""

    def once(chance: Random) -> str:
        word = invented(chance, split)
        at = chance.randrange(len(word))
        return (
            word[:at] + chance.choice(ACCENTED.get(word[at], word[at])) + word[at + 1 :]
        ).title()

    return drawn(chance, split, once)


def first_name(chance: Random, split: Split) -> str:
    """Return a given name, often one that nobody bears."""
    return _name(chance, split, FIRST[split])


def last_name(chance: Random, split: Split) -> str:
    """Return a family name, often one that nobody bears."""
    return _name(chance, split, LAST[split])


def _name(chance: Random, split: Split, known: tuple[str, ...]) -> str:
    luck = chance.random()
    if luck < 0.42:
        return chance.choice(known)
    return strange_name(chance, split) if luck < 0.97 else accented(chance, split)


def full_name(chance: Random, split: Split) -> str:
    """Return a first and a last name, nothing else."""
    return f"{first_name(chance, split)} {last_name(chance, split)}"


def person(chance: Random, split: Split) -> str:
    """Return a name as it stands in letters, mostly first and last name."""
    luck = chance.random()
    if luck < 0.56:
        return full_name(chance, split)
    if luck < 0.66:
        return first_name(chance, split)
    return chance.choices(_RARE, _SHARES)[0](chance, split)


def _titled(chance: Random, split: Split) -> str:
    return f"{chance.choice(TITLES)} {last_name(chance, split)}"


def _titled_full(chance: Random, split: Split) -> str:
    return f"{chance.choice(TITLES)} {full_name(chance, split)}"


def _with_initial(chance: Random, split: Split) -> str:
    middle = chance.choice(INITIALS)
    return f"{first_name(chance, split)} {middle}. {last_name(chance, split)}"


def _initials(chance: Random, split: Split) -> str:
    first, second = chance.choice(INITIALS), chance.choice(INITIALS)
    begin = chance.choice((f"{first}.", f"{first}.{second}.", f"{first}. {second}.", first))
    return f"{begin} {last_name(chance, split)}"


def _hyphened(chance: Random, split: Split) -> str:
    return f"{full_name(chance, split)}-{last_name(chance, split)}"


def _particle(chance: Random, split: Split) -> str:
    first, last = first_name(chance, split), last_name(chance, split)
    return f"{first} {chance.choice(PARTICLES)} {last}"


def _irish(chance: Random, split: Split) -> str:
    begin = chance.choice(("O'", "Mc", "Mac", "D'"))
    return f"{first_name(chance, split)} {begin}{last_name(chance, split)}"


def _two_first(chance: Random, split: Split) -> str:
    joint = chance.choice(" -")
    return f"{first_name(chance, split)}{joint}{full_name(chance, split)}"


def _numbered(chance: Random, split: Split) -> str:
    return f"{full_name(chance, split)} {chance.choice(('Jr', 'III', 'II', 'Sr'))}"


_RARE = (
    _titled,
    _titled_full,
    _with_initial,
    _initials,
    _hyphened,
    _particle,
    _irish,
    _two_first,
    _numbered,
)
_SHARES = (7, 6, 5, 3, 4, 4, 3, 3, 1)
