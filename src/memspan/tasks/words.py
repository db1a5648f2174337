"""The words that generated facts are made of, and their split into training and held-out words.

This file knows word lists, pseudo-words, and the one rule by which anything (a word, a template, a family) is
held out: a checksum of its text. It does not know sentences or facts. Everything is deterministic, so a model
trained anywhere can be tested on words that it has provably never seen.
"""

from collections.abc import Sequence
from functools import cache
from random import Random
from typing import Literal
from zlib import crc32

Split = Literal["train", "held_out"]


def checksum(text: str) -> int:
    """A number from 0 to 2^32 - 1, spread evenly and the same for ever."""
    # crc32 alone is almost linear in short strings; the multiplication spreads neighbours ("cat", "car").
    return crc32(text.encode()) * 2654435761 % 2**32


def is_held_out(text: str, percent: int) -> bool:
    """Whether `text` falls into the held-out share of about `percent` in a hundred, by its checksum."""
    return checksum(text) * 100 < percent * 2**32


HELD_OUT_WORDS = 15  # percent of every list


def _words(text: str) -> list[str]:
    return text.split()


def _phrases(text: str) -> list[str]:
    return [" ".join(phrase.split()) for phrase in text.split(",")]


FIRST_NAMES = _words("""
Aaron Abby Adele Adrian Agnes Ahmed Aidan Aisha Akira Alan Albert Alice Alina Alma Amara Amelia Amir Amos Amy
Anders Andrea Andrew Angela Anika Anna Anton Arjun Arlo Arthur Asha Astrid Aubrey Ava Axel Ayla Barbara Basil
Beatrice Ben Bernard Bertha Bianca Bjorn Blake Boris Brenda Brian Bridget Bruno Caleb Camille Carla Carlos
Carmen Caroline Casper Cecilia Cedric Celia Chandra Charles Chloe Claire Clara Clive Colin Connor Cora Cyrus
Daisy Damian Daniel Daphne Darius David Deborah Delia Denise Derek Diana Diego Dmitri Dolores Dominic Donna
Dora Doris Duncan Dylan Edgar Edith Edmund Eileen Elena Eli Elias Elise Ella Ellen Elliot Elsa Emil Emily
Emma Enid Enrique Erica Erik Ernest Esme Esther Ethan Eugene Eva Evelyn Ezra Fabian Farah Fatima Felix Fergus
Fiona Flora Frances Frank Freda Freya Gabriel Gareth Gavin Gemma George Georgia Gerald Gilbert Gina Giulia
Gloria Gordon Grace Greta Gus Gwen Hadley Hamid Hannah Harold Harriet Harvey Hassan Hazel Heather Hector
Heidi Helen Henry Hilda Hiroshi Holly Howard Hugo Ian Ibrahim Ida Igor Ilse Imogen Ines Ingrid Irene Iris
Isaac Isabel Isla Ivan Ivy Jack Jacob Jade James Jamila Jan Jane Janet Jasmine Jasper Jean Jeremy Jessica
Joan Joel Johan Jonas Jorge Joseph Joyce Juan Judith Julia Julian June Kabir Kai Karen Karim Karl Kate Keiko
Keith Kelly Kenji Kerstin Kevin Kim Kira Klaus Kofi Lara Lars Laura Leah Leila Lena Leo Leon Leonard Leticia
Lewis Liam Lila Linda Lionel Lisa Lloyd Lorna Louis Lucas Lucia Lucy Luigi Luna Lydia Mabel Magnus Maja Malik
Marco Margaret Maria Marian Mario Marlene Martha Martin Mateo Matilda Maud Maurice Max Maya Megan Mehmet Mei
Mercy Mia Michael Mila Milo Mina Miriam Mohan Molly Mona Monica Morgan Moses Murray Myra Nadia Naomi Natalie
Neil Nell Nicole Nigel Nina Nita Noah Nora Norman Olaf Olga Olive Oliver Olivia Omar Oscar Otto Owen Pablo
Pamela Patrick Paula Pedro Peggy Penelope Percy Peter Petra Philip Phoebe Pierre Polly Priya Quentin Rachel
Rafael Rahul Ralph Ramona Raymond Rebecca Reza Rhoda Rita Robert Robin Roger Roland Rosa Rowan Ruby Rufus
Ruth Ryan Sadie Salma Samir Sandra Sanjay Sara Saul Selma Sergei Sheila Shirin Sidney Silvia Simon Sofia
Sonja Stella Stephen Sunil Susan Sven Sybil Tamara Tanya Tara Tariq Tessa Theo Thomas Tilda Tobias Tomas Tova
Trevor Ulrich Una Ursula Valerie Vera Victor Vikram Vincent Viola Walter Wanda Wendy Wilbur Willa Winston
Xavier Yara Yasmin Yuki Yusuf Yvonne Zara Zelda Zoe Zoltan
""")

SURNAMES = _words("""
Abbott Acosta Adler Aguilar Albright Aldridge Almeida Amsel Anderson Ansari Appleby Archer Armitage Arnold
Ashby Atwood Ayers Bailey Baker Bancroft Banerjee Barlow Barnes Barrett Bauer Baxter Beck Becker Bell Benson
Berg Bishop Blackwood Blum Bolton Bowen Boyd Bradley Brandt Braun Brennan Briggs Brooks Brown Bryant Burke
Burton Byrne Caldwell Campbell Cardoso Carlsen Carr Carver Castillo Chan Chandler Chapman Chen Christie Clark
Clayton Cole Conrad Cooper Costa Cox Crane Crawford Cruz Curtis Dalton Danforth Das Davies Dawson Delgado
Denton Desai Diaz Dietrich Dixon Donovan Doyle Drake Drummond Dunn Duval Eastman Eaton Eckert Egan Ellis
Emerson Engel Erikson Espinoza Evans Falk Farrell Faulkner Ferrari Finch Fischer Fleming Fletcher Flynn
Forsyth Foster Fowler Franklin Fraser Frost Fuchs Gallagher Garcia Gardner Garrett Gibbs Gibson Gomez Graham
Grant Greene Griffin Gupta Haas Hale Hamilton Hansen Harper Hartmann Hayes Heller Henderson Herrera Hewitt
Higgins Hobbs Hoffman Holloway Holt Hopkins Horvath Hughes Hunt Hussain Hutton Ibsen Ingram Irving Ito Ivanov
Jackson Jansen Jarvis Jensen Johansson Jordan Joshi Kane Kapoor Kaufman Kavanagh Keller Kemp Kent Khan Kim
Kirby Klein Knight Kovac Kowalski Kramer Krause Kumar Lambert Lang Larsen Laurent Lawson Lee Lehmann Leonard
Lewis Lindgren Lloyd Logan Lopez Lowell Lund Lynch MacLeod Madsen Malone Mancini Marino Marlowe Marsh Mason
Matthews Maxwell Mayer McBride McCall McKenna Mehta Mendez Mercer Meyer Miles Miller Molina Monroe Moore
Morales Moreau Morris Moss Mueller Murphy Nair Nakamura Nash Navarro Neumann Newton Nguyen Nielsen Nolan
Norris Novak Nyberg Oakley Obrien Okafor Olsen Ortega Osborne Otieno Owens Palmer Park Parker Patel Pearson
Penrose Pereira Perkins Petrov Phillips Pierce Porter Potter Powell Preston Price Quigley Quinn Ramirez
Ramsey Rao Raven Reed Reyes Rhodes Richter Riley Rivera Roberts Rojas Romano Rossi Roth Russo Ryder Saito
Salazar Sanders Santos Sato Sawyer Schmidt Schneider Schultz Scott Serrano Sharma Shaw Sheridan Silva Simmons
Singh Sinclair Skinner Sloan Snyder Sokolov Sousa Spencer Stanton Steele Stein Stern Stewart Stone Sullivan
Summers Sutton Suzuki Svensson Takeda Talbot Tanaka Tate Taylor Thorne Thornton Torres Tran Tucker Turner
Underwood Vance Vargas Vaughn Vega Vogel Wagner Walker Wallace Walsh Walters Ward Warner Watkins Watson
Weaver Webb Weber Weiss Wells West Wheeler Whitaker Whitfield Wilcox Winkler Winslow Wolf Wong Woodward
Wright Wu Yates York Young Zamora Zhang Ziegler Zimmer
""")

CITIES = _phrases("""
Aarhus, Aberdeen, Abuja, Accra, Adelaide, Agra, Alicante, Amsterdam, Anchorage, Ankara, Antwerp, Arles,
Athens, Atlanta, Auckland, Austin, Avignon, Baku, Baltimore, Bamako, Bangkok, Barcelona, Basel, Bath, Beirut,
Belfast, Belgrade, Bergen, Berlin, Bern, Bilbao, Birmingham, Bogota, Bologna, Bonn, Bordeaux, Boston,
Bratislava, Bremen, Brest, Brighton, Brisbane, Bristol, Brno, Bruges, Brussels, Bucharest, Budapest, Buffalo,
Burgos, Cadiz, Cairo, Calais, Calgary, Cambridge, Canberra, Canterbury, Caracas, Cardiff, Casablanca,
Charleston, Chennai, Chester, Chicago, Cologne, Colombo, Copenhagen, Cordoba, Cork, Coventry, Cracow, Dakar,
Dallas, Damascus, Darwin, Delft, Delhi, Denver, Derby, Detroit, Dhaka, Dijon, Dover, Dresden, Dublin,
Dubrovnik, Dundee, Dunedin, Durban, Durham, Edinburgh, Edmonton, Eindhoven, Essen, Exeter, Faro, Fez,
Florence, Frankfurt, Fresno, Galway, Gdansk, Geneva, Genoa, Ghent, Gibraltar, Girona, Glasgow, Gothenburg,
Granada, Graz, Grenoble, Groningen, Haifa, Halifax, Hamburg, Hanoi, Hanover, Harare, Havana, Heidelberg,
Helsinki, Hobart, Honolulu, Houston, Hull, Innsbruck, Inverness, Istanbul, Izmir, Jaipur, Jakarta, Jena,
Juneau, Kampala, Karachi, Kassel, Kiel, Kigali, Kingston, Kobe, Krakow, Kyoto, Lagos, Lahore, Lausanne,
Leeds, Leicester, Leiden, Leipzig, Lima, Limerick, Lincoln, Linz, Lisbon, Liverpool, Ljubljana, London,
Lublin, Lucerne, Lusaka, Lyon, Maastricht, Madison, Madrid, Malaga, Malmo, Manchester, Manila, Mannheim,
Marburg, Marrakesh, Marseille, Melbourne, Memphis, Miami, Milan, Minsk, Modena, Monaco, Montreal, Munich,
Mumbai, Nagoya, Nairobi, Nantes, Naples, Narvik, Nashville, Newcastle, Nice, Nicosia, Norwich, Nottingham,
Nuremberg, Oakland, Odense, Omaha, Oporto, Orlando, Osaka, Oslo, Ottawa, Oviedo, Oxford, Padua, Palermo,
Pamplona, Paris, Parma, Passau, Perth, Pisa, Pittsburgh, Plymouth, Poitiers, Portland, Potsdam, Poznan,
Prague, Pretoria, Quebec, Quito, Rabat, Ravenna, Reims, Rennes, Reykjavik, Richmond, Riga, Rome, Rostock,
Rotterdam, Rouen, Sacramento, Salamanca, Salerno, Salzburg, Sapporo, Sarajevo, Seattle, Segovia, Seoul,
Seville, Sheffield, Siena, Singapore, Sofia, Split, Stavanger, Stockholm, Strasbourg, Stuttgart, Swansea,
Sydney, Szeged, Taipei, Tallinn, Tampa, Tampere, Tangier, Tartu, Tbilisi, Tehran, Tokyo, Toledo, Toronto,
Toulouse, Trento, Trieste, Tripoli, Tromso, Trondheim, Tucson, Tunis, Turin, Turku, Ulm, Uppsala, Utrecht,
Valencia, Valletta, Vancouver, Venice, Verona, Vienna, Vigo, Vilnius, Warsaw, Waterford, Weimar, Wellington,
Winchester, Windsor, Winnipeg, Worcester, Wroclaw, Wuppertal, Yerevan, York, Ypres, Zadar, Zagreb, Zaragoza,
Zurich, Ashford Mill, Birch Hollow, Cedar Falls, Clearwater, Eagle Pass, Elm Grove, Fairhaven, Fox Creek,
Glenbrook, Greenfield, Hawthorn Bay, Ironbridge, Kingsport, Lakewood, Maple Ridge, Millbrook, New Haven,
Northgate, Oak Harbor, Port Laurel, Red Bluff, Ridgewood, Saint Albans, Sandy Point, Silver Lake,
Stonebridge, Sunnyvale, Thornbury, Westport, Whitby, Willow Springs, Wolfsburg
""")

COUNTRIES = _phrases("""
Albania, Algeria, Andorra, Angola, Argentina, Armenia, Australia, Austria, Azerbaijan, Bangladesh, Belgium,
Belize, Benin, Bhutan, Bolivia, Botswana, Brazil, Bulgaria, Cambodia, Cameroon, Canada, Chile, China,
Colombia, Costa Rica, Croatia, Cuba, Cyprus, Denmark, Ecuador, Egypt, Estonia, Ethiopia, Fiji, Finland,
France, Gabon, Georgia, Germany, Ghana, Greece, Guatemala, Guyana, Haiti, Honduras, Hungary, Iceland, India,
Indonesia, Ireland, Israel, Italy, Jamaica, Japan, Jordan, Kazakhstan, Kenya, Kuwait, Laos, Latvia, Lebanon,
Lesotho, Liberia, Lithuania, Luxembourg, Madagascar, Malawi, Malaysia, Mali, Malta, Mauritius, Mexico,
Moldova, Mongolia, Montenegro, Morocco, Mozambique, Namibia, Nepal, New Zealand, Nicaragua, Niger, Nigeria,
Norway, Oman, Pakistan, Panama, Paraguay, Peru, Poland, Portugal, Qatar, Romania, Rwanda, Samoa, Senegal,
Serbia, Slovakia, Slovenia, Somalia, Spain, Sri Lanka, Sudan, Sweden, Switzerland, Syria, Taiwan, Tanzania,
Thailand, Togo, Tonga, Tunisia, Turkey, Uganda, Ukraine, Uruguay, Uzbekistan, Vietnam, Yemen, Zambia,
Zimbabwe
""")

NOUNS = _words("""
acorn almond anchor angle ankle anthem apron arch armor arrow ashtray atlas attic badge bagel bakery balcony
ballad balloon bamboo banner barn barrel basin basket bead beacon beam bell belt bench bicycle biscuit
blanket blossom boat bonfire bonnet book boot bottle boulder bow bowl box bracelet branch brass bread breeze
brick bridge brook broom bucket buckle button cabin cactus cake camera canal candle cannon canoe canvas cape
caravan card cargo carpet carriage cart castle cathedral cavern cedar cellar chain chair chalk chapel chess
chest chimney cider circle clay cliff clock cloud clover coal coat cobweb coin collar comet compass copper
coral cork corner cottage cotton cradle crane crate crayon creek crown crystal cube cup curtain cushion
cylinder dagger dam dawn desert desk dial diamond diary dice dome door dragon drawer dream drum dune dust
eagle easel echo ember emerald engine envelope estuary feather fence fern ferry fiddle field fig flag flame
flask flint flood flower flute fog forest forge fork fort fountain frame freight frost fruit funnel galaxy
garden garlic garnet gate gauge gear geyser ginger glacier glade glass globe glove goblet granite grape
gravel grove guitar gull gutter hammer hammock harbor harp hat hatch haven hedge helmet herb hill hinge honey
hook horizon horn hotel house icicle igloo ink iron island ivory jacket jar jasmine jelly jewel jigsaw
journal jug jungle kayak kernel kettle key kiln kite knife knot ladder ladle lagoon lake lamp lantern lasso
lattice laurel lava lawn leaf ledger lemon lens letter lever library lighthouse lily linen locket lodge log
loom lotus lute magnet mango mantle map maple marble market marsh mask mast maze meadow medal melody melon
meteor mill mineral mint mirror mist moat mole moon mortar mosaic moss motor mountain museum mushroom nail
napkin nebula necklace needle nest net night notebook nutmeg oak oar oasis oat ocean olive onion opal orbit
orchard orchid organ oven oyster paddle page palace palette panel paper parade parcel parchment park pasture
path pavilion peach pear pearl pebble pencil pendant pepper piano picture pier pillar pillow pine pipe
pistachio pitcher plain planet plank plate plaza plow plum pocket pond poppy porch port prairie prism pulley
pumpkin puzzle pyramid quarry quartz quill quilt raft rail rain rainbow ranch raven reef ribbon riddle ring
river road robe rocket roof root rope rose rudder rug saddle saffron sail salt sand sapphire satchel saucer
scarf school scroll sculpture seed shadow shawl shed shell shelf shield ship shoe shore shovel signal silk
silver skate sled slope smoke snow soap sofa spade spark spear sphere spice spindle spiral spoon spring
spruce stable stair stamp star statue steam steel stone storm stove straw stream street string summit sundial
swamp sword table tablet tapestry tavern temple tent thimble thistle thorn thread throne thunder tide tile
timber toast torch tower trail train tray treasure trellis trumpet tunnel turban turbine turret umbrella urn
valley vase vault veil velvet vessel village vine vineyard violin volcano wagon walnut wand water wave wax
well wharf wheat wheel whistle willow wind window wing winter wolf wood wool wreath yacht yard yarn zephyr
zinc
""")

ADJECTIVES = _words("""
able agile airy alert alpine amber ample ancient angry aquatic arctic arid ashen atomic autumn awake azure
balmy bare bashful beaded bitter blank blazing bleak blind blissful blunt bold bouncy brave breezy brief
bright brisk bristly brittle broad broken bronze bumpy burning busy calm candid careful caring carved casual
cautious charming cheerful chilly chipped civic classic clean clear clever cloudy clumsy coarse cobalt cold
comic common cool copper cosmic cosy crafty cranky crimson crisp crooked cryptic curious curly damp daring
dark dazzling dear deep delicate dense digital dim distant dizzy dotted double dreamy drowsy dry dull dusty
eager early earnest earthy eastern easy elastic elder electric elegant empty endless faded faint fair
faithful famous fancy fast fearless feathery fierce fiery final fine firm flat floral fluffy flying foamy
foggy fond formal fragile free fresh friendly frosty frozen frugal full fuzzy gallant gentle giant giddy
gifted gilded glad gleaming glossy golden graceful grand grassy gray great green grim gritty grumpy happy
hardy harsh hasty hazy hearty heavy hidden high hollow honest humble humid hungry icy idle indigo inner ivory
jagged jolly jovial joyful keen kind large lasting late lazy lean leafy light limber little lively lofty lone
long loud lovely loyal lucky lunar lush magic marble mellow merry mighty mild minty misty modern modest moody
muddy mute mystic narrow native neat nimble noble noisy northern odd opaque open oval pale patient peaceful
peppery perfect plain playful polar polite pretty prime private proud pure purple quaint quick quiet radiant
rainy rapid rare rational ready regal rich rigid ripe robust rocky rosy rough round royal rugged rural rustic
rusty sacred salty sandy scarlet secret serene shady sharp shiny short shy silent silky silver simple sleepy
slender slim slow small smoky smooth snowy soft solar solemn solid sour southern sparkling spicy spotted
stable starry steady steep stern sticky still stormy stout strange strict striped strong sturdy subtle sudden
sunny sweet swift tall tame tart tender thick thin thirsty tidy tiny tough tranquil true trusty twin upbeat
upper urban vague valiant vast velvet verdant vintage violet vivid warm wary wavy western whimsical
whispering white wide wild windy winged wintry wise witty wooden woolly worn yellow young zany zealous
""")

COLOURS = _phrases("""
amber, apricot, aquamarine, azure, beige, black, blue, bronze, brown, burgundy, charcoal, cherry red, cobalt,
copper, coral, cream, crimson, cyan, dark green, emerald, fuchsia, gold, gray, green, indigo, ivory, jade,
khaki, lavender, lemon yellow, lilac, lime, magenta, maroon, mauve, midnight blue, mint green, mustard, navy,
ochre, olive, orange, peach, pink, plum, purple, red, rose, ruby, rust, salmon, sand, sapphire, scarlet,
silver, sky blue, tan, teal, turquoise, vermilion, violet, white, yellow
""")
ANIMALS = _phrases("""
alpaca, badger, beagle, bulldog, canary, cat, chameleon, chicken, chinchilla, cockatoo, collie, corgi,
dachshund, dalmatian, donkey, duck, ferret, finch, fox terrier, frog, gecko, gerbil, goat, golden retriever,
goldfish, goose, greyhound, guinea pig, hamster, hedgehog, horse, husky, iguana, labrador, lizard, llama,
lovebird, macaw, magpie, mule, newt, otter, owl, parakeet, parrot, pigeon, pony, poodle, pug, python, rabbit,
raccoon, rat, rooster, salamander, sheep, snake, spaniel, squirrel, swan, tabby cat, tarantula, terrier,
toad, tortoise, turkey, turtle, whippet
""")
FOODS = _phrases("""
almonds, apple pie, apricots, avocado, bagels, baked beans, bananas, barley soup, blueberries, borscht, bread
pudding, brownies, burritos, cabbage rolls, carrot cake, cashews, celery, cheesecake, cherries, chickpeas,
chili, chocolate, clams, coconut, corn bread, couscous, crab cakes, curry, custard, dumplings, eggplant,
eggs, falafel, figs, fish soup, fried rice, ginger cake, gluten, goulash, grapefruit, gyoza, hazelnuts,
hummus, kimchi, lamb stew, lasagna, leek pie, lentils, lobster, macaroni, mango, meatballs, milk, mushroom
risotto, mussels, mustard, noodles, oatmeal, okra, onion soup, oysters, paella, pancakes, papaya, peanuts,
pierogi, pineapple, pizza, plum cake, polenta, popcorn, pumpkin soup, quiche, ramen, ratatouille, ravioli,
sauerkraut, sesame, shellfish, shrimp, soy, spinach, strawberries, sushi, sweet potatoes, tacos, tofu, tomato
soup, trout, tuna, waffles, walnuts, yogurt
""")
OCCUPATIONS = _phrases("""
accountant, actor, architect, astronomer, baker, barber, beekeeper, biologist, blacksmith, bookbinder,
botanist, brewer, bricklayer, bus driver, butcher, carpenter, cartographer, chef, chemist, clockmaker,
composer, conductor, courier, curator, dancer, dentist, designer, detective, economist, editor, electrician,
engineer, farmer, ferry captain, firefighter, fisherman, florist, forester, gardener, geologist, glassblower,
goldsmith, hairdresser, historian, illustrator, interpreter, jeweller, journalist, judge, lawyer, librarian,
lifeguard, locksmith, magician, mathematician, mechanic, meteorologist, midwife, milliner, miner, musician,
notary, novelist, nurse, optician, painter, paramedic, pharmacist, photographer, physicist, pilot, plumber,
poet, police officer, potter, printer, professor, psychologist, radiologist, receptionist, roofer, sailor,
sculptor, shepherd, shoemaker, singer, social worker, statistician, stonemason, surgeon, tailor, taxi driver,
teacher, translator, truck driver, upholsterer, vet, violinist, waiter, watchmaker, weaver, welder, zoologist
""")
INSTRUMENTS = _phrases("""
accordion, bagpipes, banjo, bass guitar, bassoon, bongos, cello, clarinet, cornet, double bass, drums,
dulcimer, euphonium, fiddle, flute, French horn, glockenspiel, guitar, harmonica, harp, harpsichord,
hurdy-gurdy, keyboard, lute, lyre, mandolin, marimba, oboe, ocarina, organ, pan flute, piano, piccolo,
recorder, saxophone, sitar, tambourine, timpani, trombone, trumpet, tuba, ukulele, viola, violin, xylophone,
zither
""")
LANGUAGES = _phrases("""
Afrikaans, Albanian, Arabic, Armenian, Basque, Bengali, Breton, Bulgarian, Burmese, Catalan, Croatian, Czech,
Danish, Dutch, Estonian, Farsi, Finnish, French, Gaelic, Galician, Georgian, German, Greek, Gujarati, Hausa,
Hebrew, Hindi, Hungarian, Icelandic, Igbo, Indonesian, Italian, Japanese, Kannada, Khmer, Korean, Kurdish,
Latin, Latvian, Lithuanian, Malay, Maltese, Mandarin, Mongolian, Nepali, Norwegian, Polish, Portuguese,
Punjabi, Quechua, Romanian, Russian, Sanskrit, Serbian, Sinhala, Slovak, Slovenian, Somali, Spanish, Swahili,
Swedish, Tagalog, Tamil, Telugu, Thai, Tibetan, Turkish, Ukrainian, Urdu, Vietnamese, Welsh, Xhosa, Yiddish,
Yoruba, Zulu
""")
HOBBIES = _phrases("""
archery, astronomy, badminton, baking, beekeeping, bird watching, bouldering, bowling, calligraphy, camping,
candle making, canoeing, chess, choir singing, climbing, coin collecting, cooking, croquet, crosswords,
curling, cycling, darts, diving, embroidery, fencing, fishing, fly fishing, gardening, geocaching, gliding,
golf, hiking, horse riding, ice skating, jogging, judo, juggling, karate, kayaking, kite flying, knitting,
lace making, line dancing, magic tricks, meditation, metal detecting, model trains, mushroom hunting,
origami, painting, paragliding, photography, pilates, pottery, quilting, rowing, rugby, running, sailing,
salsa dancing, sewing, skateboarding, sketching, skiing, snorkeling, snowboarding, squash, stamp collecting,
stargazing, surfing, swimming, table tennis, tango, tennis, volleyball, water polo, weaving, weightlifting,
whittling, wood carving, woodworking, wrestling, yoga
""")
OBJECTS = _phrases("""
alarm clock, armchair, backpack, bathrobe, bedside lamp, bicycle, blender, bookcase, briefcase, bread maker,
camera, camping stove, candlestick, car seat, chainsaw, chandelier, coffee machine, coffee table, cookbook,
cutting board, desk chair, desk lamp, diving mask, dishwasher, drill, dress, dryer, drum kit, easel, electric
kettle, exercise bike, fan heater, filing cabinet, fishing rod, flashlight, food processor, freezer, fruit
bowl, garden hose, glue gun, grandfather clock, guitar case, hair dryer, hammer, handbag, helmet, iron,
jacket, jewelry box, kayak, kettle, lawn mower, laptop, letter opener, lunch box, mattress, microscope,
microwave, mirror, mixing bowl, motorbike, music box, necklace, notebook, oil lamp, overcoat, paint roller,
paper shredder, pepper mill, phone charger, picture frame, pillow case, pressure cooker, printer, projector,
radio, raincoat, record player, rice cooker, rocking chair, rowing boat, rucksack, saddle, scanner, scooter,
screwdriver, sewing machine, silver tray, sleeping bag, snow shovel, sofa, soup pot, stapler, suitcase,
surfboard, sweater, tablet, tea set, teapot, telescope, tennis racket, tent, toaster, toolbox, tripod,
trumpet case, typewriter, umbrella, vacuum cleaner, vase, waffle iron, wallet, wardrobe, washing machine,
watch, watering can, wheelbarrow, wine rack, winter coat, workbench, wrench
""")
PLACES_KEPT = _phrases("""
top drawer, bottom drawer, hall closet, kitchen cupboard, bathroom cabinet, garage, attic, basement, cellar,
glove compartment, tool shed, garden shed, laundry room, linen closet, pantry, bedside table, blue suitcase,
red toolbox, piano stool, bread bin, flower pot, cookie jar, sewing basket, shoe box, filing cabinet, safe,
mailbox, umbrella stand, wine rack, bookcase, desk drawer, green chest, wooden trunk, medicine cabinet,
wardrobe, guest room, study, storage room, boiler room, greenhouse, summer house, coat pocket, tin box,
biscuit tin, picnic basket, cardboard box, spice rack, freezer, fireplace, dresser, sideboard, hat box,
locker, broom cupboard, window seat, toy chest, jewelry box, gym bag, brown envelope, leather bag, tea caddy,
old teapot, grandfather clock, hollow book, camper van, boat house, chicken coop, stable, loft, porch, corner
cabinet, music room, sewing room
""")
KEPT_THINGS = _phrases("""
spare key, car key, passport, birth certificate, first aid kit, flashlight, sewing kit, insurance policy,
warranty card, tape measure, spare batteries, duct tape, Christmas lights, wrapping paper, fuse wire,
extension cord, camping stove, bicycle pump, old photographs, stamp album, wedding ring, silver spoons, chess
set, tool belt, hiking boots, ski goggles, swimming gear, travel adapter, vaccination card, rent contract,
tax papers, hard drive, memory card, guitar tuner, sheet music, picnic blanket, corkscrew, bottle opener,
cake tin, pasta maker, waffle iron, hot water bottle, spare light bulbs, candles, matches, dog leash, cat
carrier, fishing line, seed packets, garden gloves, pruning shears, paint brushes, sandpaper, superglue,
knitting needles, button box, ironing board, shoe polish, lint roller, sleeping bag, tent pegs, compass, road
map, binoculars, reading glasses, hearing aid batteries, cough syrup, thermometer, fever pills, bandages,
alarm remote, garage remote, router manual, boiler manual, safe combination, will, jewelry, coin collection,
snow chains, jumper cables, ice scraper, beach towels, rain poncho, stopwatch, medal, diploma, old diary,
love letters, recipe cards, spare buttons, guest towels, board games, playing cards, dice set
""")
DISHES = _phrases("""
apple strudel, bean stew, beef stroganoff, beetroot salad, blackberry jam, carrot soup, cheese fondue, cherry
tart, chicken curry, chili sauce, cinnamon rolls, clam chowder, coconut rice, corn chowder, crab salad,
cucumber soup, duck pie, egg salad, fig jam, fish pie, fruit cake, garlic bread, ginger biscuits, goat stew,
gooseberry fool, herb butter, honey cake, kale soup, lamb tagine, leek tart, lemon curd, lemon tart, lentil
soup, lime pie, mango chutney, mushroom soup, nut bread, oat cookies, onion tart, orange cake, peach cobbler,
pea soup, pear crumble, pepper stew, pickled beets, plum jam, poppy seed cake, potato salad, pumpkin pie,
quince jelly, rabbit stew, rhubarb crumble, rice pudding, roast chicken, rye bread, salmon pie, seed cake,
sourdough bread, spinach pie, squash soup, tomato sauce, tuna bake, turnip soup, vanilla pudding, vegetable
broth, walnut bread
""")
INGREDIENTS = _phrases("""
allspice, anise, basil, bay leaf, black pepper, brown sugar, buttermilk, capers, caraway, cardamom, cayenne,
chives, cinnamon, clove, coriander, cream cheese, cumin, dill, fennel, fish sauce, garlic, ginger, honey,
horseradish, juniper, lemon zest, lemongrass, lime juice, mace, maple syrup, marjoram, mint, miso, molasses,
mustard seed, nutmeg, orange peel, oregano, paprika, parsley, poppy seed, rose water, rosemary, rum, saffron,
sage, sea salt, sherry, sour cream, star anise, sumac, tahini, tamarind, tarragon, thyme, turmeric, vanilla,
vinegar, white wine, wild garlic
""")
SUBJECTS = _phrases("""
algebra, anatomy, ancient history, anthropology, archaeology, art history, astronomy, biochemistry, biology,
botany, calculus, chemistry, classics, computer science, criminology, drama, ecology, economics, education,
electronics, engineering, ethics, film studies, finance, forestry, genetics, geography, geology, geometry,
history, immunology, journalism, law, linguistics, literature, logic, marine biology, marketing, mathematics,
mechanics, medicine, metallurgy, microbiology, music theory, neuroscience, nursing, nutrition, oceanography,
optics, pharmacy, philosophy, physics, poetry, political science, psychology, robotics, sculpture, sociology,
statistics, theology, topology, urban planning, veterinary science, zoology
""")
CARS = _phrases("""
Audi, Bentley, BMW, Buick, Cadillac, Chevrolet, Chrysler, Citroen, Dacia, Dodge, Ferrari, Fiat, Ford, Honda,
Hyundai, Jaguar, Jeep, Kia, Lada, Lamborghini, Lancia, Land Rover, Lexus, Lotus, Maserati, Mazda, Mercedes,
Mini, Mitsubishi, Nissan, Opel, Peugeot, Pontiac, Porsche, Renault, Rolls-Royce, Rover, Saab, Seat, Skoda,
Subaru, Suzuki, Tesla, Toyota, Trabant, Triumph, Vauxhall, Volkswagen, Volvo
""")
DRINKS = _phrases("""
apple cider, apple juice, barley water, beer, black coffee, black tea, buttermilk, camomile tea, cappuccino,
carrot juice, champagne, cherry soda, cocoa, coconut water, cold brew, cranberry juice, cream soda, espresso,
fennel tea, ginger ale, ginger beer, grape juice, green tea, hot chocolate, iced coffee, iced tea, kefir,
kombucha, latte, lemonade, lime soda, mango lassi, mead, mint tea, mulled wine, oat milk, orange juice, peach
nectar, pear cider, peppermint tea, pineapple juice, port wine, prune juice, red wine, root beer, sherry,
sparkling water, tomato juice, tonic water, whisky, white wine
""")
FLOWERS = _phrases("""
anemone, aster, azalea, begonia, bluebell, buttercup, camellia, carnation, chrysanthemum, clematis,
cornflower, crocus, cyclamen, daffodil, dahlia, daisy, edelweiss, forget-me-not, foxglove, freesia, fuchsia,
gardenia, gentian, geranium, gladiolus, heather, hibiscus, hollyhock, honeysuckle, hyacinth, hydrangea, iris,
jasmine, lavender, lilac, lily, lotus, lupin, magnolia, marigold, narcissus, nasturtium, orchid, pansy,
peony, petunia, poppy, primrose, rhododendron, rose, snapdragon, snowdrop, sunflower, sweet pea, thistle,
tulip, verbena, violet, wisteria, zinnia
""")
SPORTS = _phrases("""
archery, badminton, baseball, basketball, biathlon, bobsleigh, bowling, boxing, canoeing, cricket, croquet,
curling, cycling, darts, diving, fencing, field hockey, figure skating, football, golf, gymnastics, handball,
high jump, hurdles, ice hockey, javelin, judo, karate, kickboxing, lacrosse, luge, netball, polo, pole vault,
rowing, rugby, sailing, shot put, skiing, ski jumping, snooker, softball, speed skating, squash, sumo,
surfing, swimming, table tennis, tennis, triathlon, volleyball, water polo, weightlifting, windsurfing,
wrestling
""")
GENRES = _phrases("""
ambient, baroque music, bebop, bluegrass, blues, bossa nova, chamber music, choral music, country, disco,
dubstep, electronica, fado, flamenco, folk, funk, garage rock, gospel, grunge, hard rock, heavy metal, hip
hop, house, jazz, klezmer, Latin pop, lounge, marching music, mariachi, opera, polka, pop, punk rock,
ragtime, rap, reggae, rockabilly, salsa, samba, ska, soul, surf rock, swing, synth pop, tango, techno,
trance, waltz
""")
EVENTS = _phrases("""
book fair, boat race, bake sale, chess tournament, chili contest, choir contest, city marathon, craft fair,
dance contest, debate final, design award, dog show, film festival, flower show, garden fair, half marathon,
harvest festival, ice sculpture contest, jazz festival, kite festival, lantern parade, literature prize,
magic show, math olympiad, music contest, opera gala, photo contest, piano contest, poetry slam, pottery
fair, pumpkin contest, quiz night, regatta, robot contest, rodeo, science fair, ski cup, snow festival,
spelling bee, spring carnival, street festival, summer concert, swimming gala, talent show, tea festival,
tennis cup, theater festival, trade fair, vintage car rally, wine fair, winter ball, writing contest
""")
SUBSTANCES = _phrases("""
acid, alloy, balm, clay, compound, crystal, dust, enzyme, ether, fiber, gas, gel, glass, glue, isotope,
lacquer, metal, mineral, oil, ore, paste, pigment, plasma, polymer, powder, protein, resin, salt, serum,
solvent, syrup, toxin, vapor, wax
""")
CREATURES = _phrases("""
bat, bear, beetle, bird, butterfly, cat, crab, crane, deer, dolphin, dragonfly, eagle, eel, falcon, finch,
fish, fox, frog, gull, hare, hawk, heron, lemur, lizard, monkey, moth, mouse, octopus, otter, owl, parrot,
penguin, seal, shark, snail, snake, spider, squid, swan, tiger, toad, turtle, whale, wolf
""")
TEAM_NAMES = _words("""
Badgers Bears Bees Bisons Blazers Bulls Cobras Colts Comets Condors Cougars Cranes Dolphins Dragons Eagles
Falcons Foxes Giants Giraffes Hawks Herons Hornets Hounds Hurricanes Jaguars Kings Kites Knights Lions Lynxes
Mammoths Miners Monarchs Mustangs Otters Owls Panthers Penguins Pilots Pioneers Pirates Rangers Ravens Rhinos
Rockets Royals Sailors Saints Seals Sharks Spartans Stallions Storks Storms Tigers Titans Vikings Vipers
Wasps Whales Wizards Wolves
""")
ROOM_WORDS = _words("""
Amazon Andes Apollo Aspen Athena Atlas Aurora Baltic Bauhaus Birch Boreas Canopus Cedar Ceres Cobalt Corona
Curie Cypress Danube Darwin Delta Ebony Edison Elbe Ember Euler Everest Faraday Fermi Galileo Ganges Gauss
Gemini Halley Harbor Helios Hopper Hubble Huron Indigo Jade Juniper Juno Jupiter Kepler Kilimanjaro Laurel
Linden Lovelace Luna Lyra Magellan Maple Marconi Matterhorn Maxwell Mercury Minerva Neptune Newton Nile
Noether Olympus Onyx Orion Pascal Pegasus Phoenix Planck Pluto Polaris Quartz Raman Redwood Rhine Rigel
Saturn Sequoia Sierra Sirius Sycamore Tesla Thames Topaz Triton Turing Ural Vega Venus Vesta Volga Volta
Willow Yukon Zenith
""")
ORGANISATION_ENDINGS = _phrases("""
Analytics, Bakery, Bank, Books, Brothers, Capital, Chemicals, Consulting, Dynamics, Electronics, Energy,
Engineering, Foods, Foundation, Group, Holdings, Industries, Institute, Insurance, Labs, Logistics, Media,
Motors, Optics, Partners, Pharma, Press, Records, Robotics, Shipping, Software, Solutions, Studios, Systems,
Technologies, Textiles, Toys, Travel, Works
""")
LANDMARKS = _phrases("""
Abbey, Aqueduct, Arcade, Arena, Bridge, Castle, Cathedral, Chapel, Church, Clock Tower, Concert Hall, Dam,
Fort, Fountain, Gate, Hall, Hospital, Hotel, Library, Lighthouse, Manor, Market Hall, Mill, Monument, Museum,
Observatory, Opera House, Palace, Pavilion, Pier, School, Stadium, Station, Temple, Theater, Tower, Town
Hall, University, Viaduct, Windmill
""")
RELATIVES = _phrases("""
my aunt, my brother, my brother-in-law, my colleague, my daughter, my ex-wife, my father, my flatmate, my
goddaughter, my godson, my grandfather, my grandmother, my grandson, my great-aunt, my half-brother, my
husband, my mother-in-law, my nephew, my niece, my old teacher, my best friend, my older brother, my older
sister, my partner, my sister, my sister-in-law, my son, my stepfather, my stepsister, my twin brother, my
uncle, my wife, my younger brother, my younger sister, my father-in-law, my stepmother, my godfather, my
great-uncle, my granddaughter, my trainee
""")
SPICES = _phrases("""
allspice, anise, basil, bay leaf, black pepper, caraway, cardamom, cayenne, chives, cinnamon, clove,
coriander, cumin, dill, fennel, ginger, juniper, lemongrass, mace, marjoram, mint, mustard seed, nutmeg,
oregano, paprika, parsley, poppy seed, rosemary, saffron, sage, sea salt, star anise, sumac, tarragon, thyme,
turmeric, vanilla
""")
VERBS = _phrases("""
bake, borrow, bring back, build, buy, carry, check, clean, copy, count, cut, decorate, deliver, design, draw,
empty, fetch, find, fix, fold, frame, glue, guard, hang up, hide, hold, inspect, lift, lock, mend, move,
open, order, pack, paint, photograph, pick up, plant, polish, pull, push, put away, renovate, rent, repair,
replace, restore, return, sell, sew, sharpen, sketch, sort, store, sweep, take apart, throw out, tie up,
translate, turn, unpack, wash, water, weigh, wrap
""")
FEARS = _phrases("""
balloons, bats, bees, big dogs, birds, blood, bridges, buttons, caves, clowns, crowds, darkness, deep water,
dentists, dolls, elevators, escalators, fireworks, flying, frogs, ghosts, heights, horses, insects, knives,
lightning, masks, mice, mirrors, moths, needles, open spaces, public speaking, rats, sharks, small rooms,
snakes, spiders, storms, thunder, tunnels, wasps
""")
COLLECTIBLES = _phrases("""
antique clocks, autographs, beer mats, bottle caps, butterflies, buttons, carnival masks, china cups, comic
books, cork figures, film posters, fossils, fountain pens, glass bottles, glass marbles, gold coins, iron
keys, lace, lead soldiers, love letters, maps, matchboxes, medals, model cars, music boxes, old cameras, old
coins, old radios, paper fans, perfume bottles, picture books, playing cards, porcelain dolls, postcards,
puppets, rare stamps, sea shells, silk scarves, silver spoons, snow globes, straw hats, sugar packets, tea
towels, teapots, thimbles, tin toys, toy trains, vinyl records, walking sticks, wooden ducks
""")
ILLNESSES = _phrases("""
asthma, back pain, bad dreams, bronchitis, chickenpox, colds, cramps, dizziness, earache, eczema, fever, flu,
gout, hay fever, headaches, heartburn, hiccups, high blood pressure, infections, insomnia, joint pain,
measles, migraine, motion sickness, muscle pain, nausea, nosebleeds, pneumonia, rashes, seasickness, sinus
trouble, snoring, sore throats, stomach ache, sunburn, tonsillitis, toothache, vertigo, warts, whooping cough
""")
MACHINES = _phrases("""
band saw, boiler, bottling machine, bread oven, cement mixer, coffee roaster, compressor, conveyor belt,
crane, drill press, dryer, espresso machine, forklift, freezer, furnace, generator, grinder, incubator, kiln,
laser cutter, lathe, loom, milling machine, mixer, packing robot, paper press, printing press, pump,
refrigerator, sander, sorting robot, steam press, sterilizer, stirrer, tablet press, thermostat, turbine,
vending machine, water heater, welding robot
""")
ROOMS = _phrases("""
attic, balcony, bathroom, bedroom, breakfast room, cellar, conservatory, corridor, dining room, entrance
hall, garage, greenhouse, guest room, hallway, kitchen, laundry room, library, living room, music room,
nursery, office, pantry, playroom, porch, sewing room, stairwell, study, sun room, terrace, workshop
""")
PLANTS = _phrases("""
aloe, avocado tree, azalea, bamboo, banana plant, basil, begonia, bonsai, cactus, camellia, chili plant,
clivia, coffee plant, fern, fig tree, geranium, gum tree, hibiscus, hyacinth, ivy, jade plant, jasmine,
laurel, lavender, lemon tree, lily, lime tree, mint, monstera, myrtle, oleander, olive tree, orange tree,
orchid, palm, peace lily, pepper plant, philodendron, pineapple plant, rose, rosemary, rubber plant, sage,
snake plant, spider plant, thyme, tomato plant, violet, yucca
""")
WASTES = _phrases("""
paper waste, glass waste, garden waste, kitchen waste, plastic waste, metal waste, electronic waste,
household waste, wood waste, old clothes, used batteries, bulky waste, cardboard, compost, Christmas trees,
empty bottles, scrap metal, old paint
""")
TREASURES = _phrases("""
ring, crown, map, sword, dagger, chalice, diamond, pearl, ruby, emerald, scroll, idol, mask, amulet, coin,
goblet, necklace, sceptre, harp, lamp, mirror, key, book, bell, horn, shield, statue, egg, flute, box, chain,
brooch, comb, drum, helmet, orb
""")
CODE_LANGUAGES = _phrases("""
Ada, Bash, Clojure, Cobol, Crystal, Dart, Elixir, Elm, Erlang, Fortran, Go, Groovy, Haskell, Java,
JavaScript, Julia, Kotlin, Lisp, Lua, OCaml, Pascal, Perl, PHP, Prolog, Python, Racket, Ruby, Rust, Scala,
Scheme, Smalltalk, Swift, Tcl, TypeScript, Zig
""")
MONTHS = _words("January February March April May June July August September October November December")
WEEKDAYS = _words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")


PLACES = _words("door gate garage locker safe office workshop cabin studio cellar barn attic")
SERVICES = _words("weather payment map mail search photo billing login news train voice storage")
LISTS: dict[str, list[str]] = {
    "first": FIRST_NAMES,
    "surname": SURNAMES,
    "city": CITIES,
    "country": COUNTRIES,
    "noun": NOUNS,
    "adjective": ADJECTIVES,
    "colour": COLOURS,
    "animal": ANIMALS,
    "food": FOODS,
    "occupation": OCCUPATIONS,
    "instrument": INSTRUMENTS,
    "language": LANGUAGES,
    "hobby": HOBBIES,
    "object": OBJECTS,
    "place_kept": PLACES_KEPT,
    "kept_kind": KEPT_THINGS,
    "dish_kind": DISHES,
    "ingredient": INGREDIENTS,
    "subject": SUBJECTS,
    "car": CARS,
    "drink": DRINKS,
    "flower": FLOWERS,
    "sport": SPORTS,
    "genre": GENRES,
    "event_kind": EVENTS,
    "substance_kind": SUBSTANCES,
    "creature_kind": CREATURES,
    "room": ROOM_WORDS,
    "organisation_ending": ORGANISATION_ENDINGS,
    "landmark_kind": LANDMARKS,
    "relative": RELATIVES,
    "spice": SPICES,
    "verb": VERBS,
    "fear": FEARS,
    "collectible": COLLECTIBLES,
    "illness": ILLNESSES,
    "machine_kind": MACHINES,
    "house_room": ROOMS,
    "plant_kind": PLANTS,
    "waste": WASTES,
    "treasure_kind": TREASURES,
    "code_language": CODE_LANGUAGES,
    "place_kind": PLACES,
    "service_kind": SERVICES,
    "month": MONTHS,
    "weekday": WEEKDAYS,
    "team_name": TEAM_NAMES,
}

# Short closed lists: everyone knows all weekdays, and there are not enough of the others to hold some out.
NOT_SPLIT = {"month", "weekday", "landmark_kind", "place_kind", "service_kind"}


@cache
def words(kind: str, split: Split) -> Sequence[str]:
    """The words of one list that belong to `split`. KeyError for a list that does not exist."""
    if kind in NOT_SPLIT:
        return tuple(LISTS[kind])
    held_out = split == "held_out"
    return tuple(word for word in dict.fromkeys(LISTS[kind]) if is_held_out(word, HELD_OUT_WORDS) == held_out)


_ONSETS = _words("""
b bl br c ch cl cr d dr f fl fr g gl gr h j k kl kr l m n p pl pr qu r s sh sk sl sm sn sp st t th tr v w x y
z zh
""")
_VOWELS = _words("a a a e e e i i o o u y ai au ea ee ei ia io oa oo ou")
_CODAS = ["", "", "", "", *_words("b ck d f g k l ll lm m n nd ng nk nt p r rd rk rn s sh sk ss st t th x z")]


def pseudo_word(rng: Random, split: Split = "train") -> str:
    """A lower-case word of two or three syllables that means nothing, such as `flarnok`; it is split, too."""
    held_out = split == "held_out"
    while True:
        syllables = 2 if rng.random() < 0.7 else 3
        word = "".join(
            rng.choice(_ONSETS)
            + rng.choice(_VOWELS)
            + (rng.choice(_CODAS) if i == syllables - 1 or rng.random() < 0.3 else "")
            for i in range(syllables)
        )
        if is_held_out(word, HELD_OUT_WORDS) == held_out:
            return word
