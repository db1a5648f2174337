"""What one user tells about themselves and their people in a session, and is asked about in other words.

Knows how personal facts are told in the first person, and questions that share hardly a word with them.
Does not know models or tokens. Two kinds of session: the original 20 facts and 10 questions of the session
viability test, and sessions of any size, in which many people have the same kinds of facts, so that only the
family (what it is about) and the person together name the one right fact. These families are told and asked
in wordings of their own, which share nothing with the catalogue that models are trained on.

One family in FAMILIES_TEXT:

    dentist: {surname}                              what the value is made of: kinds (kinds.py) or a|b|c
      {my} dentist is Dr. {value} in {city}.        statements; {value} is the answer, {city} only decoration
      ? Who takes care of {my} teeth?               questions

{I} {me} {my} name the person ("I", "my sister", "my sister's"; the second time "her") and [go|goes] agrees
with {I}. A line that begins with | goes on with the values.
"""

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Literal

from memspan.errors import InputError
from memspan.tasks.facts import _article as article
from memspan.tasks.kinds import drawer
from memspan.tasks.task import Passage, Sample, Task
from memspan.tasks.words import LISTS, Split

Kind = Literal["original", "generated"]

# --- the original session -----------------------------------------------------------------------------------

# Fact, question, keyword.
ORIGINAL = (
    (
        "I love classical piano music, especially the nocturnes of Chopin.",
        "What kind of music do I enjoy?",
        "chopin",
    ),
    (
        "My favorite composer is Beethoven, and his Ninth Symphony moves me every time.",
        "Who is my favorite composer?",
        "beethoven",
    ),
    (
        "Last summer I traveled to Tokyo and stood at the Shibuya crossing.",
        "Where did I travel last summer?",
        "tokyo",
    ),
    ("I work as a software engineer on distributed systems.", "What is my job?", "engineer"),
    ("I have a golden retriever named Max who is three years old.", "What is the name of my dog?", "max"),
    (
        "In January I started learning Mandarin Chinese.",
        "Which language am I studying this year?",
        "mandarin",
    ),
    (
        "I collect vinyl records; the latest one is Kind of Blue by Miles Davis.",
        "Whose record did I buy last?",
        "davis",
    ),
    (
        "I am allergic to peanuts and shellfish, so I avoid Thai food.",
        "Which cuisine do I have to stay away from?",
        "thai",
    ),
    (
        "I type on a mechanical keyboard with Cherry MX Brown switches.",
        "What switches does my keyboard have?",
        "brown",
    ),
    (
        "My sister is a marine biologist who studies coral reefs in Australia.",
        "What does my sister do research on?",
        "coral",
    ),
)

ORIGINAL_DISTRACTORS = (
    "The Sicilian Defence is one of the most popular chess openings against the king's pawn.",
    "A sourdough loaf rises with wild yeast and needs a long rest before baking.",
    "Runners preparing for a marathon usually cut down their training in the last two weeks.",
    "Film noir is known for deep shadows, cynical heroes and stories told in flashback.",
    "During a lunar eclipse the shadow of the Earth falls on the Moon and turns it red.",
    "Kubernetes restarts containers that fail and moves them to other machines.",
    "Tea ceremonies in Kyoto follow rules that are several centuries old.",
    "Roman aqueducts carried water over many miles with nothing but a gentle slope.",
    "Every proper Sudoku has exactly one solution.",
    "Honey crystallises with time, and warming it gently makes it liquid again.",
)

# --- families of the generated sessions ---------------------------------------------------------------------

FAMILIES_TEXT = """\
dentist: {surname}
  {my} dentist is Dr. {value} in {city}.
  Whenever a filling falls out, {I} [go|goes] to Dr. {value}.
  Dr. {value} pulled {my} wisdom tooth last spring.
  ? Who takes care of {my} teeth?
  ? Who would I ring about toothache if {I} had some?
  ? Which person checks {my} mouth twice a year?

eye doctor: {surname}
  Dr. {value} prescribes {my} glasses.
  {my} optician, Dr. {value}, moved to {city}.
  {I} [have|has] the contact lenses fitted by Dr. {value}.
  ? Who tests {my} eyesight?
  ? Who examines {my} eyes?
  ? Which doctor is responsible for {my} vision?

hairdresser: {first_name}
  {I} only [let|lets] {value} near {my} curls.
  {value} from the salon gave {me} that short fringe.
  {my} barber is called {value}.
  ? Who cuts {my} hair?
  ? By whom is {my} hair styled?
  ? What is the name of {my} hairdresser?

landlord: {surname}
  {I} [rent|rents] the flat from a certain Mr. {value}.
  The lease that {I} signed names Mr. {value} as owner.
  Mr. {value} owns the building {I} [live|lives] in.
  ? Who is {my} landlord?
  ? To whom do the monthly payments for {my} home go?
  ? Who must be told when the heating at {my} place fails?

cleaner: {first_name}
  {value} scrubs {my} floors every second week.
  {I} [pay|pays] {value} for hoovering and dusting.
  On Thursdays {value} comes and mops through {my} rooms.
  ? Who keeps {my} home clean?
  ? Which household help do I mean when I talk about {my} place?
  ? What is the name of {my} cleaner?

babysitter: {first_name}
  When {I} [go|goes] out at night, {value} watches the kids.
  {value} from next door puts {my} little ones to bed.
  {I} [trust|trusts] only {value} with the children for an evening.
  ? Who is {my} babysitter?
  ? Who does the babysitting for {me}?
  ? Name {my} regular sitter.

trainer: {first_name}
  {value} makes {me} do push-ups until it hurts.
  At the gym {I} [sweat|sweats] under the eyes of {value}.
  {I} hired {value} to get back in shape.
  ? What is {my} personal fitness coach called?
  ? Who supervises {my} workouts?
  ? Who coaches {me} with the weights?

tax adviser: {surname}
  {I} [hand|hands] all receipts to Ms. {value} once a year.
  Ms. {value} fills in the forms for the revenue office on behalf of {me}.
  {my} accountant is Ms. {value} from {city}.
  ? Who does {my} taxes?
  ? Which expert prepares {my} tax return?
  ? Who is {my} tax adviser?

mechanic: {surname}
  {I} [take|takes] the car to {value} Brothers when the brakes squeak.
  {value} Brothers changed {my} winter tyres.
  The last oil change for {me} was done at {value} Brothers.
  ? Which garage repairs {my} vehicle?
  ? What workshop services {my} automobile?
  ? Where do I look for {my} mechanic?

physiotherapist: {surname}
  Ms. {value} kneads {my} stiff neck every other week.
  For the exercises against backache {I} [see|sees] Ms. {value}.
  {my} shoulder got better thanks to the hands of Ms. {value}.
  ? Who is {my} physiotherapist?
  ? Which therapist works on {my} muscles?
  ? Who gives {me} physiotherapy?

lawyer: {surname}
  {I} was represented in court by Ms. {value}.
  Ms. {value} drew up {my} will.
  When there is trouble over a contract, {I} [call|calls] Ms. {value}.
  ? Who is {my} lawyer?
  ? Which attorney do I associate with {me}?
  ? Who handles legal matters for {me}?

childhood teacher: {surname}
  {I} learned reading and writing from old Mrs. {value}.
  In first grade {my} class was led by Mrs. {value}.
  Mrs. {value} taught {me} the alphabet.
  ? Who was {my} primary school teacher?
  ? Which schoolmistress do I remember from {my} earliest lessons?
  ? Who stood at the blackboard when {I} started school?

boss: {full_name}
  {I} [report|reports] to {value} at work.
  {value} signs {my} holiday requests.
  {my} department is headed by {value}.
  ? Who is {my} boss?
  ? Name {my} manager.
  ? Who is the superior in {my} job?

oldest friend: {full_name}
  {I} [have|has] known {value} since kindergarten.
  {value} and {I} built sandcastles together at the age of three.
  None of {my} friendships is older than the one with {value}.
  ? Who is the person {I} [go|goes] back longest with?
  ? Which companion has been around in {my} life from the very beginning?
  ? Who is {my} oldest friend?

first kiss: {first_name}
  It was {value} whom {I} kissed behind the bicycle shed.
  At fifteen {I} was head over heels for {value}.
  {value} was {my} teenage sweetheart.
  ? Who was {my} first love?
  ? With whom did romance begin for {me}?
  ? Who first broke {my} heart?

university flatmate: {first_name}
  As a student {I} shared a tiny kitchen with {value}.
  {value} had the other room in {my} dormitory.
  During college {I} lived door to door with {value}.
  ? Who was {my} flatmate at university?
  ? With whom did {I} lodge while studying?
  ? Who was {my} roommate in the student days?

dog: {first_name}
  {I} [walk|walks] {value} around the pond before breakfast.
  {value} barks at the postman whenever {I} [open|opens] the door.
  {my} puppy listens to the name {value}.
  ? What is {my} dog called?
  ? Which name does {my} four-legged friend have?
  ? How do I call {my} dog?

parrot: {first_name}
  {value} sits in the cage and repeats every word {I} [say|says].
  {my} parrot {value} can whistle the anthem.
  {I} [keep|keeps] a talking bird, {value}, in the living room.
  ? What is the name of {my} feathered pet?
  ? How is {my} chatty winged companion called?
  ? Which name was given to {my} budgie or whatever it is with wings?

childhood pet: {first_name}
  As a child {I} fed a hamster by the name of {value}.
  {value}, {my} guinea pig, died when {I} was eight.
  When little, {I} had a rabbit, {value}, in the garden.
  ? What was {my} pet called in early years?
  ? Which small animal's name belongs to {my} youth?
  ? How was {my} first pet named?

middle name: {first_name}
  Between first name and surname, {my} passport says {value}.
  {my} parents added {value} as a second given name.
  {I} never [use|uses] it, but {value} stands on {my} birth certificate too.
  ? What is {my} middle name?
  ? What does the initial in the middle of {my} signature stand for?
  ? Which additional forename was {I} christened with?

nickname: {pseudo_name}
  At school everybody shouted "{value}" when {I} came in.
  {my} grandparents never said anything but {value} when calling {me}.
  Old friends still call {me} {value}.
  ? What is {my} nickname?
  ? Which pet name do people have for {me}?
  ? How was {I} known informally?

birth town: {city}
  {I} came into this world at the hospital of {value}.
  {my} mother gave birth to {me} in {value}.
  {my} cradle stood in {value}.
  ? Where was {I} born?
  ? What is {my} birthplace?
  ? Which city is printed as place of birth in {my} passport?

grandparents' village: {city}
  {I} spent every school holiday at grandma's farm near {value}.
  {my} grandparents grew potatoes outside {value}.
  The old family house of {my} grandpa stands in {value}.
  ? From where does the older generation of {my} family come?
  ? In which place did {my} granny and her husband live?
  ? Where would I find {my} ancestors' home?

last move: {city}
  Before settling here {I} lived in {value}.
  {I} packed the boxes and left {value} two years ago.
  Until the move, {my} flat was in {value}.
  ? What was {my} previous town of residence?
  ? Where was {my} former home?
  ? Which city did {I} move away from?

wedding place: {city}
  {I} said yes at the registry office of {value}.
  {my} wedding bells rang in {value}.
  The ceremony at which {I} exchanged rings was held in {value}.
  ? Where did {I} get married?
  ? In which town did {my} marriage begin?
  ? Where was {I} wed?

summer holiday: {country}
  Last August {I} lay on a beach in {value}.
  {I} came home from {value} with a sunburn last summer.
  {my} summer photos were all taken in {value}.
  ? Where did {I} go on the most recent big vacation?
  ? Which country did {I} visit in the warm season?
  ? Where was {my} last long trip?

dream destination: {country}
  One day {I} [want|wants] to see {value} with {my} own eyes.
  {I} [have|has] been saving for years to fly to {value}.
  {value} is at the very top of {my} bucket list.
  ? What is {my} dream destination?
  ? Where would {I} travel if money were no object?
  ? Which place abroad [am|is] {I} longing for?

next trip: {city}
  The train tickets {I} bought for autumn are to {value}.
  {I} [have|has] booked a hotel in {value} for October.
  In the fall {I} [am|is] off to {value} for a week.
  ? Which city will {I} visit next?
  ? Where is {my} upcoming journey going?
  ? What is the goal of {my} planned excursion?

pen friend: {country}
  {I} [exchange|exchanges] letters with somebody in {value}.
  Stamps from {value} arrive in {my} mailbox, from a pen pal.
  {my} pen pal writes to {me} from {value}.
  ? Where does {my} correspondent live?
  ? From what nation does {my} mail buddy come?
  ? In which land is {my} pen friend at home?

childhood street: {address}
  {I} grew up at {value}.
  {my} parents' house used to be {value}.
  As kids we played in the yard of {value}, where {I} lived then.
  ? What was {my} childhood address?
  ? At which house number and road did {I} spend {my} youth?
  ? Under which street and number could {I} be reached as a kid?

holiday job: {occupation}
  {I} earned {my} first money helping a {value}.
  {my} very first pay slip came from working for a local {value}.
  At sixteen {I} assisted a {value} during the break.
  ? What was {my} first job?
  ? Which trade did {I} try out in {my} teens?
  ? To what profession did {I} lend a hand when young?

dream job: {occupation}
  Asked at the age of six, {I} would have answered: {value}.
  {I} always imagined becoming a {value} when grown up.
  {my} favourite carnival costume was that of a {value}, and more than a costume in {my} mind.
  ? What did {I} want to be as a child?
  ? Which career did {I} dream of as a youngster?
  ? What was {my} childhood dream profession?

best subject: {subject}
  {I} got top marks in {value} every single term.
  {value} came easily to {me}, the teachers were amazed.
  {I} won a school prize for {value}.
  ? Which class was {I} best at?
  ? What was {my} strongest discipline as a pupil?
  ? In what field did {I} shine in education?

worst subject: {subject}
  {I} failed the exam in {value} twice.
  {value} gave {me} nightmares at high school.
  {my} report card was ruined by {value}.
  ? What was {I} bad at as a pupil?
  ? Which lessons did {I} struggle with?
  ? What was {my} weakest class?

language course: {language}
  On Tuesday nights {I} [sit|sits] in a {value} class.
  {I} [practise|practises] {value} vocabulary on the tram.
  {I} [have|has] signed up for beginners' {value}.
  ? Which language [am|is] {I} learning?
  ? What foreign tongue is being studied by {me}?
  ? In what idiom will {I} soon be able to chat?

given-up instrument: {instrument}
  {I} stopped playing the {value} after three years.
  {my} old {value} is gathering dust in the attic, unplayed.
  {I} quit {value} lessons at twelve.
  ? Which musical training did {I} abandon?
  ? On what did {I} make music before losing interest?
  ? What instrument did {I} give up?

youth sport: {sport}
  {I} took {value} medals as a junior.
  In {my} teens it was {value} practice four times a week.
  {I} represented the county in {value} before turning eighteen.
  ? Which sport did {I} do competitively when young?
  ? In what athletic discipline did {I} once excel?
  ? What kind of athlete was {I} at school age?

sunday hobby: {hobby}
  On Sundays there is nothing {I} [enjoy|enjoys] more than {value}.
  {value} keeps {me} happy at weekends.
  {I} [have|has] taken up {value} to relax.
  ? What is {my} pastime?
  ? How does free time pass for {me}?
  ? Which leisure activity is {my} favourite?

morning drink: {drink}
  {I} cannot start the day without {value}.
  The first thing {I} [pour|pours] after getting up is {value}.
  {my} breakfast cup holds {value}.
  ? What is {my} morning beverage?
  ? Which drink wakes {me} up?
  ? What does {my} mug contain at dawn?

pizza topping: anchovies|artichokes|capers|salami|ham|mushrooms|olives|peppers|pineapple|rocket
  | gorgonzola|tuna|onions|sweetcorn|jalapenos|mozzarella
  {I} always [order|orders] extra {value} at the Italian place.
  For {me}, a pizza needs {value} on it.
  Put {value} on {my} slice, as usual.
  ? How does {my} favourite margherita come?
  ? Which topping would {I} never leave out?
  ? With what must dough and tomato sauce be covered for {me}?

ice cream: pistachio|vanilla|stracciatella|hazelnut|lemon|mango|rum raisin|salted caramel|coconut
  | peppermint|blueberry|cherry|walnut|cinnamon|passion fruit|yogurt
  Two scoops of {value} in a cone make {me} smile.
  {I} [pick|picks] {value} at the gelato stand.
  In the heat {I} [buy|buys] a tub of {value} and a spoon.
  ? What is {my} favourite ice cream flavour?
  ? Which frozen dessert does it have to be for {me}?
  ? What sort of sundae would please {me}?

hated food: {food}
  {I} [push|pushes] {value} to the edge of the plate.
  The very smell of {value} makes {me} sick.
  Please never serve {me} {value} again.
  ? What can't {I} stand eating?
  ? Which dish is disgusting to {me}?
  ? What should not be cooked when {I} [come|comes] for dinner?

guest meal: {dish}
  When visitors come {I} usually [make|makes] {value}.
  {my} {value} is famous among friends.
  Everybody asks {me} for the recipe of that {value}.
  ? What is {my} signature dish?
  ? Which culinary speciality do people praise {me} for?
  ? What are {my} dinner parties known for?

pollen: birch|hazel|alder|ash tree|oak|ragweed|mugwort|ryegrass|plantain|cypress|plane tree|nettle
  {I} [sneeze|sneezes] all day when {value} pollen is in the air.
  The test showed that {value} pollen makes {my} eyes water.
  {I} [swallow|swallows] antihistamines in {value} season.
  ? What is {my} hay fever caused by?
  ? Which plant triggers an allergy for {me}?
  ? What [am|is] {I} allergic to outdoors?

broken bone: left wrist|right wrist|collarbone|left ankle|right ankle|left elbow|right elbow|nose
  | big toe|kneecap|right thumb|left shinbone|two ribs
  {I} slipped on the ice and had a cast because of the {value}.
  The X-ray showed a crack: the {value}, for {me}, after the bike crash.
  {my} {value} snapped on a ski slope.
  ? What did {I} break?
  ? Which fracture did {I} suffer?
  ? What part of {my} body was once badly injured?

operation: appendix|tonsils|gallbladder|cataract|hernia|slipped disc|meniscus|thyroid|varicose veins
  | nasal polyps
  {I} spent three nights in a ward because of the {value}.
  The surgeon dealt with {my} {value} in March.
  {I} went under the knife for the {value}.
  ? What was {my} operation about?
  ? Why was {I} hospitalised?
  ? For which problem did {I} need an anaesthetic?

fear: {fear}
  {I} [break|breaks] out in a cold sweat at the thought of {value}.
  {value}: the mere word makes {my} knees tremble.
  {I} [run|runs] away screaming when it comes to {value}.
  ? What [am|is] {I} afraid of?
  ? Which phobia is {my} secret?
  ? What scares {me} most?

tattoo: {noun}
  {I} [have|has] a small {value} inked on the shoulder.
  The needle drew a {value} on {my} skin.
  There is a {value} on {my} ankle for ever, done in a studio in {city}.
  ? What does {my} tattoo show?
  ? Which permanent picture adorns {my} body?
  ? What is the motif of {my} tattoo?

lucky charm: {noun}
  {I} never [sit|sits] an exam without the little {value} in a pocket.
  A tiny silver {value} hangs on {my} key ring against misfortune.
  {I} [touch|touches] a wooden {value} before every match.
  ? What brings {me} good luck?
  ? Which talisman does superstition make {me} carry?
  ? What is {my} lucky charm?

collection: {collectible}
  {my} shelves are bending under {value}.
  {I} [hunt|hunts] for {value} at every flea market.
  {I} [own|owns] more than four hundred {value}.
  ? What does {my} collection consist of?
  ? Which things [am|is] {I} a collector of?
  ? What would be a fitting gift for {my} collector's passion?

first car: {car}
  {I} learned to park in a rusty {value}.
  The first thing {I} bought after the driving test was a used {value}.
  {my} driving life began behind the wheel of an old {value}.
  ? What was {my} earliest car?
  ? Which make of automobile did {I} start out with?
  ? What brand was {my} original set of wheels?

bicycle: {colour}
  {I} [pedal|pedals] to town on something with a {value} frame.
  {my} two-wheeler was sprayed {value} last week.
  {I} locked the {value} racer to the railings.
  ? Which colour is {my} bicycle?
  ? What does {my} bike look like?
  ? In what shade is {my} bike painted?

front door: {colour}
  {I} painted the entrance to {my} house {value}.
  You recognise {my} place by the {value} entrance.
  Visitors ring at a {value} doorway when they come to {me}.
  ? What colour is {my} front door?
  ? Which hue greets people outside {my} home?
  ? How is the door at {my} address coloured?

bedroom wall: {colour}
  {I} [fall|falls] asleep between {value} wallpaper.
  Above {my} bed everything is {value} now.
  {I} chose {value} paint for the room with the bed.
  ? Which tint do {my} bedroom walls have?
  ? What is the decor where {my} nights are spent?
  ? What colour surrounds {me} during sleep?

balcony flower: {flower}
  {I} [water|waters] the {value} outside {my} window each evening.
  {my} balcony boxes are full of {value} this year.
  {I} planted {value} along the railing of the terrace.
  ? What blooms at {my} home?
  ? Which blossoms does {my} green thumb raise?
  ? What [have|has] {I} got growing in the open air?

favourite novel: {title}
  {I} [have|has] read "{value}" at least five times.
  A worn copy of "{value}" lies on {my} bedside table.
  "{value}" is the story {I} would take to a desert island.
  ? What is {my} favourite book?
  ? Which piece of literature means most to {me}?
  ? What is the title of the novel that is dearest to {me}?

wedding song: {title}
  The band played "{value}" for {my} opening waltz.
  {I} danced to "{value}" as newly-weds do.
  "{value}" was on when {I} cut the cake with {my} better half.
  ? Which song was heard at {my} wedding?
  ? What tune is linked to {my} marriage?
  ? To which music did {I} celebrate being a bride or groom?

music taste: {genre}
  {my} headphones play nothing but {value}.
  {I} [turn|turns] up the radio for {value}.
  {I} [spend|spends] a fortune on {value} concerts.
  ? What sort of music does one hear around {me}?
  ? Which genre is {my} favourite?
  ? What style would {my} playlist belong to?

board game: Scrabble|Monopoly|Catan|Carcassonne|Risk|Cluedo|Backgammon|Ludo|Stratego|Othello
  | Pandemic|Dominion|Agricola|Battleship|Mikado|Rummikub
  On rainy afternoons {I} [get|gets] out {value}.
  {I} [beat|beats] the whole family at {value}.
  Nobody dares to play {value} against {me} any more.
  ? What is {my} favourite board game?
  ? In which parlour game [am|is] {I} unbeatable?
  ? What do people roll dice or move pieces over with {me}?

football club: {team}
  {I} [hold|holds] a season ticket for the {value}.
  {my} scarf has the crest of the {value} on it.
  {I} [cheer|cheers] for the {value} every Saturday.
  ? Which club [am|is] {I} a fan of?
  ? What is {my} favourite football side?
  ? To which eleven does {my} sporting heart belong?

choir voice: soprano|mezzo|contralto|countertenor|tenor|baritone|second bass
  {I} [sing|sings] {value} in the church ensemble.
  The conductor put {me} with the {value} section.
  {my} part in the cantata is the {value} line.
  ? What is {my} voice type?
  ? In which register is {my} choir part?
  ? Which vocal range [do|does] {I} belong to?

gym: {adjective_noun}
  {I} [lift|lifts] weights at a place called "{value}".
  {my} monthly fitness fee goes to "{value}".
  {I} [am|is] a member of "{value}" for the treadmill and sauna.
  ? Where does {my} exercise take place?
  ? Which sports studio [am|is] {I} enrolled in?
  ? What is {my} gym called?

restaurant: {ship}
  For birthdays {I} [reserve|reserves] a table at the "{value}".
  {I} [know|knows] every waiter of the "{value}" by name.
  The best steak {I} ever had was at the "{value}".
  ? What is {my} favourite restaurant?
  ? Where is dining out a pleasure for {me}?
  ? Which eatery [do|does] {I} like best?

bank: {surname}
  {my} savings are with the {value} Bank.
  {I} [have|has] a current account at the {value} Bank.
  {my} debit card was issued by the {value} Bank.
  ? Where is {my} money kept?
  ? Which financial institution [do|does] {I} use?
  ? Which house is entrusted with {my} cash?

insurance: {surname}
  {I} [am|is] covered against fire and theft by {value} Mutual.
  After the burst pipe, {value} Mutual paid {me} for the damage.
  {my} policy was issued by {value} Mutual.
  ? What is {my} insurance company?
  ? Which insurer [do|does] {I} have?
  ? With whom [am|is] {I} insured?

phone brand: {pseudo_name}
  {I} just swapped the old mobile for a {value}.
  {my} new smartphone is a {value}.
  {I} dropped that expensive {value} and cracked its screen.
  ? Which brand is {my} handset?
  ? What make of phone [do|does] {I} use?
  ? Which device are {my} calls made with?

wifi name: {adjective_noun}
  {my} router at home announces itself as "{value}".
  {I} named the wireless network "{value}".
  Guests must select "{value}" to get online at {my} place.
  ? What is {my} wifi called?
  ? Under which SSID does {my} internet appear?
  ? What is the name of the hotspot in {my} flat?

alarm code: {number4}
  The keypad in {my} hallway wants {value} before the bell goes off.
  The burglar siren at {my} place stops after entering {value}.
  {value} switches off the motion sensors at {my} home.
  ? What is {my} alarm code?
  ? Which digits keep {my} security system quiet?
  ? Which PIN belongs to {my} alarm?

suitcase lock: {number3}
  {my} luggage opens with {value}.
  {I} set the little dials on {my} travel bag to {value}.
  The combination of {my} trolley is {value}.
  ? How can {my} suitcase be unlocked?
  ? Which three numbers are needed for {my} suitcase?
  ? What must be dialled before {my} case springs open?

pool locker: {number3}
  At the swimming baths {I} always [use|uses] cabinet {value}.
  {my} towel and goggles hang in compartment {value} at the pool.
  {I} [get|gets] changed in front of number {value} before the laps.
  ? Which locker is {my} regular one?
  ? Where do {my} things stay while in the water?
  ? What does the tag on {my} locker key say?

parking space: {number3}
  {I} [leave|leaves] the car in bay {value} of the underground garage.
  Bay {value} in the basement is reserved for {me}.
  {my} name is painted on the ground of bay {value}.
  ? What is {my} parking space number?
  ? Where can {my} vehicle be found downstairs?
  ? Which spot [am|is] {I} allowed to park at?

library card: {number6}
  The barcode for borrowing novels reads {value} on {my} card.
  {I} [type|types] {value} to renew what is overdue on loan.
  {my} reader's pass carries the digits {value}.
  ? What is {my} library number?
  ? With which ID can {my} library account be opened?
  ? Which membership number do the librarians know {me} by?

number plate: {plate}
  The police noted {value} when {I} was caught speeding.
  {value} is screwed on the back of {my} car.
  {I} had the car registered as {value}.
  ? What is {my} licence plate?
  ? How can {my} vehicle be told apart officially?
  ? Which letters and digits [am|is] {I} driving around with?

rent: {price}
  {I} [transfer|transfers] {value} on the first of each month for the flat.
  {my} apartment costs {value} a month.
  Four walls and a roof cost {me} {value} monthly.
  ? How much is {my} rent?
  ? What sum does {my} landlord get?
  ? How expensive is {my} housing?

lucky number: {number2}
  {I} always [bet|bets] on {value} at roulette.
  {my} jersey had {value} on the back, which never failed {me}.
  The digit pair {value} has brought {me} nothing but joy.
  ? What is {my} lucky number?
  ? Which figure [do|does] {I} swear by?
  ? On what would {my} chips be placed in a casino?

body height: {centimetres}
  Without shoes {I} [measure|measures] {value}.
  The nurse read {value} off the scale on the wall for {me}.
  {value} from head to toe, that is {me}.
  ? How tall [am|is] {I}?
  ? What is {my} height?
  ? What size does the doctor's file give for {my} body?

rising time: {time}
  {my} alarm clock rings at {value}.
  {I} [get|gets] out of bed at {value} sharp.
  {I} [am|is] up and about by {value} on workdays.
  ? When does the day begin for {me}?
  ? What hour [do|does] {I} wake up?
  ? At which point is {my} night over?

bus line: {number2}
  {I} [ride|rides] the {value} to the office.
  The {value} stops right in front of {my} house and takes {me} downtown.
  {I} ran after the {value} and nearly missed it again.
  ? Which bus does {my} commute depend on?
  ? With what public transport route [do|does] {I} travel?
  ? What is the number of {my} bus?

birthday: {day_month}
  {I} [blow|blows] out candles on {value}.
  {I} [turn|turns] a year older on {value}.
  Every {value} people sing for {me} and bring presents.
  ? When is {my} birthday?
  ? What is {my} date of birth, without the year?
  ? On what day should congratulations be sent to {me}?

wedding anniversary: {day_month}
  {I} [celebrate|celebrates] being married each {value}.
  It was on {value} that {I} put on the ring and threw the bouquet.
  On {value} {I} must not forget flowers for {my} spouse.
  ? What is {my} wedding anniversary?
  ? When did {my} marriage start, by day and month?
  ? Which date reminds {me} of walking down the aisle?

graduation year: {recent_year}
  {I} received {my} diploma in {value}.
  The hat {I} threw into the air with {my} classmates landed in {value}.
  {my} final exams were over in {value}.
  ? When did {I} graduate?
  ? In what year did {my} studies end?
  ? Since when [have|has] {I} been an academic?

passport expiry: {near_year}
  {my} travel document has to be renewed in {value}.
  {I} can still cross borders with the old papers until {value}.
  The date page gives {value} as the last year {my} ID is valid.
  ? When does {my} passport expire?
  ? By which year will {I} need a new passport?
  ? When does {my} passport run out?

mortgage end: {near_year}
  {I} will own the house outright from {value}.
  The last instalment on {my} home is due in {value}.
  By {value} the bank gets nothing more from {me} for these walls.
  ? When is {my} mortgage paid off?
  ? In which year [am|is] {I} free of debt?
  ? Until when does {my} loan run?

rubbish day: {weekday}
  {I} [wheel|wheels] the bins to the kerb on {value}.
  The noisy truck empties {my} dustbin each {value}.
  {value} is when {I} [put|puts] the black sacks outside.
  ? When is the garbage collected at {my} address?
  ? Which day of the week does {my} trash leave?
  ? When must {my} waste be ready for pickup?

book club: {weekday}
  {my} reading circle meets on {value}.
  Every {value} {I} [discuss|discusses] novels with five others over wine.
  On {value} {I} [have|has] to have finished the chapters for the group.
  ? When is {my} book club?
  ? Which evening [do|does] {I} spend on literature with company?
  ? What weekday is reserved for talking about books by {me}?

medicine: {medicine}
  {I} [take|takes] a pill of {value} after supper.
  The pharmacist refilled {my} prescription for {value}.
  Against {my} high pressure there is {value}, one a day.
  ? Which medication [am|is] {I} on?
  ? What drug [do|does] {I} need?
  ? Which remedy did a doctor order for {me}?

spare key: {place_kept}
  If {I} [am|is] locked out, look in {my} {value}.
  {I} hid a second door opener in the {value}.
  The duplicate for {my} lock rests in the {value}.
  ? Where is {my} spare key?
  ? Where could an extra key to {my} home be found?
  ? What is the hiding place of {my} spare key?

sailing boat: {ship}
  {I} [moor|moors] the "{value}" in the harbour of {city}.
  "{value}" is painted on the hull of the dinghy {I} [sail|sails].
  {I} christened {my} yacht "{value}".
  ? What is the name of {my} boat?
  ? Which vessel [do|does] {I} own?
  ? How is {my} ship called?

volunteering: animal shelter|food bank|fire brigade|hospice|public library|mountain rescue
  | youth centre|refugee centre|botanical garden|railway museum|soup kitchen|lifeboat station
  On Saturdays {I} [help|helps] out at the {value} without pay.
  {I} [give|gives] {my} free afternoons to the {value}.
  The {value} thanked {me} for ten years of unpaid service.
  ? Where [do|does] {I} volunteer?
  ? Which good cause does {my} voluntary work go to?
  ? For what institution [am|is] {I} a volunteer?

spice: {spice}
  {I} [sprinkle|sprinkles] {value} on practically everything.
  {my} kitchen smells of {value}, whatever is on the stove.
  {I} [order|orders] {value} by the kilo.
  ? What is {my} favourite seasoning?
  ? Which flavour is never missing from {my} cooking?
  ? With what [do|does] {I} like to season food?

lost thing: {object}
  {I} left {my} {value} on the tram and never got it back.
  The {value} {I} loved so much was stolen in {city}.
  {I} [have|has] been looking for {my} {value} for weeks.
  ? What went missing from {my} belongings?
  ? Which possession [have|has] {I} lost?
  ? What would one return to {me} at the lost property office?

birthday wish: {object}
  {I} [hope|hopes] somebody gives {me} a new {value}.
  A {value} is the one gift {I} [am|is] dreaming of.
  {I} wrote "{value}" on {my} wish list.
  ? What would make a good present for {me}?
  ? What should be bought for {me} this year?
  ? Which surprise would delight {me} most?
"""

# Me first; then people whom there is only one of, with what stands for "my" the second time.
_RELATIVES = (
    "mother her",
    "father his",
    "sister her",
    "brother his",
    "daughter her",
    "son his",
    "grandmother her",
    "grandfather his",
    "aunt her",
    "uncle his",
    "niece her",
    "nephew his",
    "mother-in-law her",
    "father-in-law his",
    "godmother her",
    "godfather his",
)
_ROLES = ("colleague", "friend", "neighbour", "cousin", "classmate", "teammate", "customer", "tenant")

_GENERAL = """\
The heart of a blue whale weighs about as much as a small car.
Bananas are berries in the botanical sense, and strawberries are not.
Light takes a little more than eight minutes from the Sun to the Earth.
Octopuses have three hearts and blue blood.
The Great Wall of China was built over many centuries by several dynasties.
Bread goes stale faster in the refrigerator than on the counter.
A violin has four strings, tuned in fifths.
Most of an iceberg lies below the surface of the sea.
The Eiffel Tower grows by some centimetres in hot weather.
Bees tell each other the way to flowers by dancing.
The Danube flows through ten countries before it reaches the Black Sea.
Copper turns green in the rain over the years.
Glaciers carve valleys in the shape of a U.
The first postage stamp was a black one, issued in Britain.
Saffron is made from the stigmas of a crocus.
Mount Everest is higher than any other mountain above the sea.
Bats find their way in the dark by listening for echoes.
Salt lowers the temperature at which water freezes.
A chess board has sixty-four squares.
The Sahara is larger than the whole of Brazil.
Honeybees have five eyes, three of them very small ones.
The human skeleton has about two hundred bones.
Venus turns more slowly than any other planet.
Cats sleep for more than half of the day.
Tomatoes came to Europe from the Americas.
The moon always shows the same face to the Earth.
Paper was invented in China about two thousand years ago.
Owls cannot move their eyes and turn the whole head instead.
Vinegar removes limescale from a kettle.
The Amazon carries more water than any other river.
Penguins live in the wild only south of the equator, with one exception.
Sound travels faster in water than in air.
The library of Alexandria was one of the largest of the ancient world.
Helium was discovered in sunlight before it was found on Earth.
A marathon is a little longer than forty-two kilometres.
Maple syrup is boiled down from the sap of trees in early spring.
Camels store fat in their humps, not water.
The piano was invented in Italy around the year 1700.
Spiders have eight legs and are not insects.
Coffee beans are the seeds of a cherry-like fruit.
"""
_CALCULATED = 0.6  # of the general statements; the hand-written ones are too few for large sessions


@dataclass(frozen=True)
class Family:
    """One kind of personal fact, and how it is told and asked."""

    name: str
    value: str
    statements: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Person:
    """Whom a fact is about: "I", or a name such as "my sister", with the words for a second mention."""

    name: str
    me: str
    my: str


USER = Person("I", "me", "my")
_PRONOUNS = {"her": "her", "his": "him"}


@cache
def session_families() -> tuple[Family, ...]:
    """The families in the order of FAMILIES_TEXT."""
    found = []
    for block in FAMILIES_TEXT.strip().split("\n\n"):
        head, *lines = block.splitlines()
        name, _, value = head.partition(": ")
        value += "".join(f"|{line[4:]}" for line in lines if line.startswith("  | "))
        statements = tuple(line.strip() for line in lines if line[2] not in "?|")
        questions = tuple(line[4:] for line in lines if line.startswith("  ? "))
        found.append(Family(name, value, statements, questions))
    return tuple(found)


@dataclass(frozen=True)
class _Told:
    family: Family
    person: Person
    value: str


def _people(num_people: int, rng: Random) -> list[Person]:
    """Different people in the user's life, none of whom is called by a part of another's name."""
    people = [Person(f"my {name}", _PRONOUNS[my], my) for name, my in map(str.split, _RELATIVES)]
    names = list(dict.fromkeys(LISTS["first"]))
    surnames = LISTS["surname"]
    num_named = max(0, num_people - len(people))
    if num_named > len(names):  # "my friend Tom" would be one of many then
        most = len(names) * len(surnames)
        if num_named > most:
            raise InputError(f"A session has {most} named people at most. Ask for fewer facts.")
        chosen = rng.sample(range(most), num_named)
        names = [f"{names[n % len(names)]} {surnames[n // len(names)]}" for n in chosen]
    else:
        names = rng.sample(names, num_named)
    rng.shuffle(people)
    people += [Person(f"my {rng.choice(_ROLES)} {name}", "them", "their") for name in names]
    return people[:num_people]


def _draw(form: str, rng: Random) -> str:
    """A text of a form such as "{surname}" or "birch|hazel"."""
    if "{" not in form:
        return rng.choice(form.split("|"))
    split: Split = rng.choice(("train", "held_out"))
    return re.sub(r"\{(\w+)\}", lambda slot: drawer(slot[1])(rng, split), form)


def _say(template: str, person: Person, value: str, rng: Random) -> str:
    """A statement or question with its slots filled in; only the first mention of others is by name."""
    named = person == USER

    def fill(slot: re.Match[str]) -> str:
        nonlocal named
        inside = slot[1]
        if inside in ("I", "me", "my"):
            again, named = named, True
            if inside == "I" or not again:
                return f"{person.name}'s" if inside == "my" else person.name
            return person.me if inside == "me" else person.my
        if "|" in inside:
            return inside.split("|")[person != USER]
        if inside == "value":
            return value
        text = _draw(f"{{{inside}}}", rng)
        while text == value:
            text = _draw(f"{{{inside}}}", rng)
        return text

    if article(value) == "an":
        template = re.sub(r"\b([aA]) (?=\{value\})", r"\1n ", template)
    text = re.sub(r"[\[{]([^\]}]*)[\]}]", fill, template)
    return text[0].upper() + text[1:]


def _ask(told: _Told, rng: Random) -> str:
    asked = [_say(template, told.person, told.value, rng) for template in told.family.questions]
    return rng.choice([text for text in asked if told.value.lower() not in text.lower()] or asked)


def _general(num_statements: int, rng: Random) -> list[str]:
    """Different statements of general knowledge: hand-written ones, and true ones that are worked out."""
    written = _GENERAL.splitlines()
    num_written = min(len(written), num_statements - int(_CALCULATED * num_statements))
    found = dict.fromkeys(rng.sample(written, num_written))
    while len(found) < num_statements:
        if rng.random() < 0.5:
            left, right = rng.randint(3, 999), rng.randint(3, 999)
            found[f"Multiplying {left} by {right} gives {left * right}."] = None
        else:
            day = datetime.date(1800, 1, 1) + datetime.timedelta(days=rng.randrange(73_000))
            found[f"According to the calendar, {day:%B} {day.day}, {day.year} was a {day:%A}."] = None
    return list(found)


def _facts(num_facts: int, rng: Random) -> Iterator[_Told]:
    """Facts of the user, and of others in the same families; no two of one person are in one family."""
    num_user = min(len(session_families()), num_facts // 2 + num_facts % 2)
    chosen = rng.sample(session_families(), num_user)
    num_other = num_facts - num_user
    people = _people(max(4, -(-num_other * 5 // (4 * len(chosen)))), rng)
    pairs = [(family, USER) for family in chosen]
    for number in rng.sample(range(len(people) * len(chosen)), num_other):
        pairs.append((chosen[number % len(chosen)], people[number // len(chosen)]))
    used: set[tuple[str, str]] = set()
    for family, person in pairs:
        for _ in range(20):  # in a small family (there are seven weekdays) values must repeat
            value = _draw(family.value, rng)
            if (family.name, value) not in used and value.lower() not in person.name.lower():
                break
        used.add((family.name, value))
        yield _Told(family, person, value)


def _generated(num_facts: int, seed: int, num_samples: int) -> tuple[list[str], list[Sample]]:
    rng = Random(f"session-{num_facts}-{seed}")
    texts: list[str] = _general(num_facts // 5, rng)
    told = list(_facts(num_facts - len(texts), rng))
    texts = [_say(rng.choice(t.family.statements), t.person, t.value, rng) for t in told] + texts
    order = list(range(num_facts))
    rng.shuffle(order)
    places = {number: place for place, number in enumerate(order)}
    own = [number for number, fact in enumerate(told) if fact.person == USER]
    others = list(range(len(own), len(told)))
    num_own = min(len(own), max(-(-num_samples // 2), num_samples - len(others)))
    asked = rng.sample(own, num_own) + rng.sample(others, min(len(others), num_samples - num_own))
    samples = [
        Sample(
            id=f"{told[number].family.name}-{told[number].person.name}".replace(" ", "_"),
            question=_ask(told[number], rng),
            answers=(told[number].value,),
            metric="match_any",
            evidence=(places[number],),
            labels={"about": "user" if told[number].person == USER else "other"},
        )
        for number in asked
    ]
    return [texts[number] for number in order], samples


def _original(num_facts: int, seed: int, num_samples: int) -> tuple[list[str], list[Sample]]:
    rng = Random(f"session-original-{seed}")
    if num_facts not in (len(ORIGINAL), len(ORIGINAL) + len(ORIGINAL_DISTRACTORS)):
        raise InputError(f"The original session has 10 or 20 facts, not {num_facts}. Ask for one of these.")
    texts = [fact for fact, _, _ in ORIGINAL] + list(ORIGINAL_DISTRACTORS)[: num_facts - len(ORIGINAL)]
    rng.shuffle(texts)
    samples = [
        Sample(f"original-{number}", question, (keyword,), "match_any", (texts.index(fact),))
        for number, (fact, question, keyword) in enumerate(ORIGINAL[:num_samples])
    ]
    return texts, samples


def session_task(num_facts: int, seed: int, num_samples: int, kind: Kind | None = None) -> Task:
    """A session in which a user tells `num_facts` facts, one a passage, and is then asked about some.

    Of a generated session a fifth is general knowledge, up to half is about the user and the rest about
    people in the user's life, in the same families; about half of the questions are about the user. Its facts
    are kept while the task is, about 300 bytes each.

    Args:
        num_facts: 10 or 20 for the original session (20: with distractors); at least 10 for a generated one.
        seed: Same seed, same task.
        num_samples: Questions, at most as many as there are facts about people.
        kind: None takes the original session where there is one of this size.

    Raises:
        InputError: A size that there is no such session of.
    """
    if kind is None:
        kind = "original" if num_facts in (10, 20) else "generated"
    if num_facts < 10:
        raise InputError(f"A session has at least 10 facts, not {num_facts}. Ask for more.")
    make: Callable[[int, int, int], tuple[list[str], list[Sample]]]
    make = _original if kind == "original" else _generated

    @cache
    def session() -> tuple[list[str], list[Sample]]:
        return make(num_facts, seed, num_samples)

    def passages() -> Iterator[Passage]:
        return (Passage(text, speaker="user") for text in session()[0])

    return Task(
        name=f"session-{kind}-{num_facts}",
        passages=passages,
        samples=lambda: iter(session()[1]),
        labels={"task": "session", "size": num_facts, "kind": kind},
    )
