"""Names of invented people. Given names and family names are combined at random: who bears one does so by chance."""

import unicodedata
from random import Random


def _names(text: str) -> tuple[str, ...]:
    return tuple(" ".join(name.split()) for name in text.split(","))


CHILDREN = _names(
    """
    Aaliyah, Adam, Aiden, Amber, Amina, Anna, Aylin, Ayoub, Bas, Beau, Bente, Bilal, Boaz, Bram, Britt, Casper,
    Cato, Chloe, Daan, Dani, David, Dewi, Elif, Elin, Ella, Emma, Esmee, Evi, Farah, Fay, Feline, Femke, Fenna,
    Fien, Finn, Fleur, Floris, Guus, Hamza, Hanna, Hidde, Hugo, Ibrahim, Ilse, Imane, Isa, Ivy, Jace, Jasmijn, Jens,
    Jesse, Jip, Joep, Joris, Juna, Julia, Jurre, Kaan, Kiki, Koen, Lars, Lauren, Levi, Lieke, Liv, Lotte, Lucas,
    Luna, Lynn, Maan, Mats, Maud, Max, Mees, Mehmet, Mia, Mila, Milou, Mohamed, Morris, Naomi, Nina, Noah, Noor,
    Nova, Olivier, Otis, Pepijn, Philou, Pien, Pim, Puck, Quinn, Ravi, Rayan, Rens, Romee, Roos, Rosa, Ruben, Saar,
    Sam, Samira, Sara, Senna, Sien, Sofia, Stijn, Sven, Tess, Thijs, Tim, Timo, Tobias, Tygo, Vera, Vince, Wessel,
    Willem, Xavi, Yara, Yasin, Yusuf, Zara, Zeynep, Zoe
    """
)
ADULTS = _names(
    """
    Anja, Annelies, Anouk, Arjan, Aysel, Barbara, Bert, Carla, Carlijn, Charlotte, Chantal, Daniëlle, Dennis,
    Dorien, Edith, Elise, Ellen, Else, Erik, Esther, Eva, Evelien, Floor, Frank, Fatma, Gerda, Gerrit, Gijs,
    Hanneke, Hans, Harma, Heleen, Henriëtte, Ilona, Inge, Irene, Jan, Janneke, Jasper, Jolanda, Jolien, Joost,
    Judith, Karin, Khadija, Kim, Lianne, Lisanne, Lonneke, Lydia, Maaike, Maarten, Manon, Marc, Margriet, Marijn,
    Mariska, Marloes, Marleen, Martin, Merel, Mieke, Mirjam, Monique, Naima, Natasja, Nienke, Patricia, Paul,
    Renate, Rianne, Rob, Roel, Rosalie, Sabine, Samir, Sander, Saskia, Sietske, Silvia, Suzan, Sylvana, Thea,
    Tineke, Trudy, Vincent, Wendy, Wilma, Willemijn, Yvonne, Zohra
    """
)
FAMILIES = _names(
    """
    Aalbers, Akkerman, van der Beek, Bergsma, Boersma, van den Bosch, Bosman, Brouwer, Bruins, de Bruijn, Bulut,
    Dekker, Demir, van Dalen, Dijkman, van Dongen, Driessen, Eikelboom, El Idrissi, Evers, Faber, de Goede,
    van der Graaf, de Groot, Haan, Hartman, Hassan, Hendriks, van den Heuvel, Hofman, Holtrop, Hoogland, Huisman,
    Jager, Jansma, de Jong, Jonker, Kamps, Kaya, Keizer, Klaver, Kleine, Kok, Koster, Kuiper, de Lange, van Leeuwen,
    Lubbers, Maas, van der Meer, Meijer, Mensink, Meulenbelt, Molenaar, Mulder, Mohammed, Nieuwland, Nijhof,
    Oosterveld, Otten, Peters, van der Ploeg, Poelman, Post, Postma, Prins, Reinders, Rietveld, Roelofs, van Rossum,
    Ruiter, Sahin, Schaap, Scholten, Schouten, Smit, Snijders, Spijker, Steen, van der Steeg, Stegeman, Teunissen,
    Timmerman, Tuinman, van Veen, Veenstra, van de Velde, Verhoeven, Vermeer, Visscher, Vos, de Vries, van der Wal,
    Wassink, Weijers, Westerhof, van Wijk, Wiersma, Winters, Witteveen, Wolf, van der Zee, Zijlstra, Zwart
    """
)


def split_family(name: str) -> tuple[str, str]:
    """Infix and family name: "van der Beek" gives ("van der", "Beek")."""
    *infix, family = name.split(" ")
    return " ".join(infix).lower(), family


def adult(dice: Random) -> str:
    """Given name and family name of a grown-up."""
    return f"{dice.choice(ADULTS)} {dice.choice(FAMILIES)}"


def email(name: str, taken: set[str]) -> str:
    """An address at the example domain that nobody has yet; it is added to `taken`."""
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode().replace(" ", ".")
    found, number = f"{plain}@voorbeeld.nl", 2
    while found in taken:
        found, number = f"{plain}{number}@voorbeeld.nl", number + 1
    taken.add(found)
    return found
