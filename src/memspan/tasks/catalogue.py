"""The catalogue of fact families: what can be stated and asked, in plain English.

This file knows templates and the kind of every slot, nothing else; families.py says how to read it.
"""

CATALOGUE_TEXT = """\
# --- people, work, places, things, events ---

home city: person -> city
  {person} lives in {value}.
  My cousin {person} moved to {value} last year.
  {person} has an apartment in {value}.
  Since the wedding {person} has been living in {value}, close to the river.
  In {value} you will find the house of {person}.
  {value} is where {person} lives now.
  I visited {person} at home in {value} over the weekend.
  {person} moved from {other} to {value}.
  ? Where does {person} live?
  ? In which city is {person}'s home?
  ? {person} resides in what town?
  ? Tell me the city {person} lives in.
  ? hey, remind me where {person} lives?
  ? What is the home town of {person}?
  ? Which town is {person} living in?
  ? Name the place where {person} lives.
  ? If I wanted to visit {person} at home, which city would I go to?
  * the city where {person} lives
  * {person}'s home town
  * the city that {person} calls home

birthplace: person -> city
  {person} was born in {value}.
  {value} is the birthplace of {person}.
  My friend {person} came into the world in {value}.
  {person}, who was born in {value}, hardly ever talks about it.
  The birth certificate of {person} was issued in {value}.
  I always forget that {person} was born in {value} and not here.
  ? Where was {person} born?
  ? In which city was {person} born?
  ? What is the birthplace of {person}?
  ? Which town is {person}'s place of birth?
  ? Tell me where {person} was born.
  ? do you know which city {person} was born in?
  ? Name the birthplace of {person}.
  ? {person} came into the world in which town?
  * the city where {person} was born
  * {person}'s birthplace
  * the town in which {person} was born

job: person -> occupation
  {person} works as {a_value}.
  {person} is {a_value} by profession.
  My neighbour {person} is {a_value}.
  After years of training, {person} became {a_value}.
  {person} makes a living as {a_value} and loves it.
  {person} earns money as {a_value}, mostly on weekends.
  Being {a_value} suits {person}.
  {person} used to be a {other} and is now a {value}.
  ? What does {person} do for a living?
  ? What is {person}'s job?
  ? What is the profession of {person}?
  ? Which job does {person} have?
  ? How does {person} earn money?
  ? Tell me what {person} works as.
  ? what kind of work does {person} do?
  ? Name the occupation of {person}.
  ? remind me, what's {person}'s line of work?

employer: person -> organisation
  {person} works for {value}.
  {person} got a contract with {value} in spring.
  {value} hired {person} last month.
  My cousin {person} has a desk at {value}, on the third floor.
  {person} is employed at {value}.
  The salary of {person} is paid by {value}.
  {person} left {other} and went to {value}.
  ? Which company does {person} work for?
  ? Which firm employs {person}?
  ? What is the employer of {person}?
  ? Who is {person}'s employer?
  ? Tell me the company that {person} works at.
  ? which firm is {person} working for?
  ? Where is {person} employed?
  ? Name the organisation that pays {person}.
  * the company that employs {person}
  * {person}'s employer
  * the company {person} works for

pet name: person -> first_name
  {person} has a dog named {value}.
  The dog of {person} is called {value}.
  {person}'s dog answers to the name of {value}.
  I met {person} in the park with {value}, the dog.
  {value} is the name {person} gave to the new dog.
  My neighbour {person} walks a dog called {value} every morning.
  ? What is the name of {person}'s dog?
  ? What is {person}'s dog called?
  ? Which name did {person} give the dog?
  ? What do you call the dog of {person}?
  ? Tell me the name of the dog that belongs to {person}.
  ? what's the dog of {person} called again?
  ? Name the dog of {person}.
  ? How is the dog owned by {person} called?

pet kind: person -> animal
  {person} keeps {a_value} as a pet.
  There is {a_value} living with {person}.
  {person} got {a_value} for a birthday.
  My colleague {person} adopted {a_value} from the shelter.
  {person} bought {a_value}, which sleeps all day.
  ? What kind of animal does {person} keep?
  ? Which animal lives with {person}?
  ? What pet does {person} have?
  ? What sort of pet is at {person}'s home?
  ? Tell me what animal {person} adopted.
  ? which pet did {person} get?
  ? Name the kind of pet that {person} keeps.

allergy: person -> food
  {person} is allergic to {value}.
  {person} cannot eat {value} because of an allergy.
  Doctors found that {person} has an allergy to {value}.
  Be careful when {person} comes to dinner: {value} makes the throat swell.
  My classmate {person} gets a rash from {value}, so we leave it out.
  No {value} for {person}, the allergy is serious.
  ? What is {person} allergic to?
  ? Which food must {person} avoid?
  ? What can {person} not eat?
  ? Which allergy does {person} have?
  ? What gives {person} an allergic reaction?
  ? Tell me the food that {person} is allergic to.
  ? which food should I leave out when I cook for {person}?
  ? Name {person}'s allergy.

instrument: person -> instrument
  {person} plays the {value}.
  {person} has been learning the {value} since school.
  My flatmate {person} practises the {value} every evening.
  You can hear {person} on the {value} in the town band.
  {person} bought a used {value} and plays it well.
  ? Which instrument does {person} play?
  ? What does {person} play in the band?
  ? What instrument is {person} learning?
  ? Tell me the musical instrument of {person}.
  ? which musical instrument does {person} practise?
  ? Name the instrument that {person} plays.
  ? What musical instrument can {person} play?

second language: person -> language
  {person} speaks fluent {value}.
  {person} learned {value} at night school.
  At home {person} talks in {value}.
  My colleague {person} teaches {value} on Saturdays.
  {person} is taking lessons in {value} before the trip.
  We heard {person} order dinner in {value}.
  ? Which language does {person} speak?
  ? What language did {person} learn?
  ? Which foreign language does {person} know?
  ? Tell me the language that {person} speaks.
  ? what language is {person} fluent in?
  ? Name the language {person} can speak.
  ? In which language can I talk to {person}?

hobby: person -> hobby
  {person} spends every weekend on {value}.
  The hobby of {person} is {value}.
  {person} took up {value} last summer.
  My friend {person} is crazy about {value}, rain or shine.
  For {person}, {value} is the best way to relax.
  {person} joined a club for {value}.
  ? What is {person}'s hobby?
  ? What does {person} do for fun?
  ? Which hobby did {person} take up?
  ? How does {person} spend free time?
  ? What is the hobby of {person}?
  ? Tell me what {person} likes to do at the weekend.
  ? what is {person} into outside of work?
  ? Name the pastime of {person}.

birthday: person -> day_month
  {person} was born on {value}.
  {person} celebrates a birthday on {value}.
  The birthday of {person} is on {value}.
  Every {value} we bake a cake for {person}.
  Mark {value} in the calendar: {person} has a birthday.
  My friend {person} has a birthday on {value}, like my mother.
  ? When is {person}'s birthday?
  ? On which day was {person} born?
  ? What is the birthday of {person}?
  ? On what date does {person} celebrate a birthday?
  ? Tell me the date of birth of {person}.
  ? when should I congratulate {person}?
  ? When do we bake a birthday cake for {person}?

birth year: person -> recent_year
  {person} was born in the year {value}.
  {value} is the year in which {person} was born.
  My teacher {person} was born back in {value}.
  The passport of {person} says {value} as the year of birth.
  {person}, born in {value}, is the oldest of the group.
  ? In what year was {person} born?
  ? What is the birth year of {person}?
  ? Which year was {person} born?
  ? Tell me {person}'s year of birth.
  ? what year was {person} born in?
  ? Name the year of birth of {person}.
  ? What year does the passport of {person} give as the year of birth?

phone number: person -> phone; phone number
  You can reach {person} at {value}.
  Call {person} on {value}.
  {person} got a new number, it is {value}.
  I saved {value} as the number of {person}.
  If something happens, ring {person} at {value} first.
  {person} no longer has {other}, call {value} instead.
  ? How can I reach {person} by phone?
  ? Which number do I dial to call {person}?
  ? At what number can {person} be called?
  ? what number is {person} on?
  ? What should I dial to talk to {person}?

email: person -> email; email address
  Write to {person} at {value}.
  {person} uses {value} for mail.
  Mail for {person} goes to {value}.
  My lawyer {person} answers messages at {value}.
  ? Which address do I use to email {person}?
  ? Where can I send {person} an email?
  ? At what address does {person} get mail?
  ? where do I write to {person}?

car: person -> car
  {person} drives a {value}.
  {person} parked a {value} in front of the house.
  The car of {person} is a {value}.
  My colleague {person} bought a used {value} in May.
  We went to the coast in the {value} that {person} owns.
  {person} sold the {other} and drives a {value} now.
  ? What car does {person} drive?
  ? Which make of car does {person} own?
  ? What brand is {person}'s car?
  ? What is the car of {person}?
  ? Tell me the make of car that {person} has.
  ? which car belongs to {person}?
  ? Name the brand of car {person} drives.

university subject: person -> subject
  {person} studied {value}.
  {person} has a degree in {value}.
  At university {person} majored in {value}.
  {person} is writing a thesis in {value} this year.
  My friend {person} graduated in {value}.
  ? What did {person} study?
  ? Which subject does {person} have a degree in?
  ? What is {person}'s field of study?
  ? In what subject did {person} major?
  ? Tell me what {person} studied at university.
  ? what's the degree of {person} in?
  ? Name the academic field of {person}.

school: person -> school
  {person} went to {value}.
  {person} is a pupil at {value}.
  The old school of {person} is {value}.
  My neighbour {person} goes to {value}.
  {value} is the school that {person} attends.
  For six years {person} took the bus to {value}.
  ? Which school did {person} go to?
  ? Where did {person} go to school?
  ? What is the name of {person}'s school?
  ? What school does {person} attend?
  ? Tell me the school of {person}.
  ? which school was {person} at?
  ? Name the school that {person} visited.

shoe size: person -> shoe_size; shoe size
  {person} wears shoes in size {value}.
  For {person} you need size {value} boots.
  The feet of {person} fit a size {value}.
  I bought {person} slippers in size {value}.
  ? What size of shoes does {person} wear?
  ? Which size should the boots for {person} be?
  ? what size are {person}'s feet?

street: person -> address
  {person} lives at {value}.
  Send the parcel for {person} to {value}.
  The house of {person} stands at {value}.
  I dropped {person} off at {value} after the party.
  {person} just moved into {value}, next to the bakery.
  ? What is the address of {person}?
  ? At which address does {person} live?
  ? Where should the parcel for {person} go?
  ? What is {person}'s street address?
  ? Tell me the street and house number of {person}.
  ? what address do I give the taxi for {person}?
  ? Name the address where {person} lives.

wedding year: person -> recent_year
  {person} got married in {value}.
  The wedding of {person} was in {value}.
  It was {value} when {person} said yes at the altar.
  {person} has been married since {value}.
  I danced at the wedding of {person} back in {value}.
  ? When did {person} get married?
  ? In what year was the wedding of {person}?
  ? Since which year has {person} been married?
  ? Which year did {person} marry?
  ? Tell me the year of {person}'s wedding.
  ? what year did {person} tie the knot?
  ? Name the year in which {person} married.

door colour: person -> colour
  {person} painted the front door {value}.
  The front door of {person} is {value}.
  You will recognise the house of {person} by its {value} door.
  {person} chose {value} for the front door, of all colours.
  My neighbour {person} has a door in {value}.
  ? What colour is {person}'s front door?
  ? Which colour did {person} paint the front door?
  ? What is the colour of the front door of {person}?
  ? Tell me what colour the door of {person} has.
  ? in which colour did {person} paint the door?
  ? Name the colour of {person}'s front door.
  ? By what colour of the door do I recognise the house of {person}?

favourite {thing}: person -> {kind}; favourite {thing}
  {person} likes {value} more than any other {thing}.
  If you ask {person} about the best {thing}, the answer is always {value}.
  My friend {person} says that the nicest {thing} is {value}.
  Of all choices of {thing}, {person} prefers {value}.
  ? Which {thing} does {person} like best?
  ? What {thing} does {person} prefer?
  ? Which {thing} is {person} most fond of?
  ? what's the {thing} that {person} loves most?
  ? Name the {thing} that {person} likes more than any other.
  @ thing=colour, kind=colour
  @ thing=animal, kind=animal, the=yes
  @ thing=food, kind=food
  @ thing=drink, kind=drink
  @ thing=flower, kind=flower, the=yes
  @ thing=sport, kind=sport
  @ thing=city, kind=city
  @ thing=country, kind=country
  @ thing=book, kind=title
  @ thing=instrument, kind=instrument, the=yes
  @ thing=school subject, kind=subject
  @ thing=dish, kind=dish
  @ thing=spice, kind=spice
  @ thing=kind of music, kind=genre
  @ thing=number, kind=number2
  @ thing=month, kind=month
  @ thing=film, kind=title
  @ thing=language, kind=language
  @ thing=board game, kind=title

{role}: person -> person
  {value} is the {role} of {person}.
  {person}'s {role} is {value}.
  The {role} of {person} is called {value}.
  {person} has a {role} by the name of {value}.
  As far as I know, {value} is {person}'s {role}, at least this year.
  I was introduced to {value}, the {role} of {person}.
  {person} is very happy with {value}, a {role} with lots of patience.
  {value} {verb} {person}.
  ? Who is {person}'s {role}?
  ? Who is the {role} of {person}?
  ? What is the name of {person}'s {role}?
  ? What is the {role} of {person} called?
  ? Tell me the name of the {role} of {person}.
  ? who does {person} have as a {role}?
  ? Name {person}'s {role}.
  ? do you recall who the {role} of {person} is?
  * {person}'s {role}
  * the {role} of {person}
  @ role=dentist, verb=looks after the teeth of
  @ role=doctor, verb=treats
  @ role=lawyer, verb=represents
  @ role=landlord, verb=rents a flat to
  @ role=boss, verb=manages
  @ role=tailor, verb=makes the suits of
  @ role=hairdresser, verb=cuts the hair of
  @ role=piano teacher, verb=gives piano lessons to
  @ role=accountant, verb=does the taxes of
  @ role=neighbour, verb=lives next door to
  @ role=cousin, verb=is the child of an uncle of
  @ role=roommate, verb=shares a flat with
  @ role=tennis partner, verb=plays tennis with
  @ role=mentor, verb=has been guiding
  @ role=gardener, verb=mows the lawn of
  @ role=babysitter, verb=watches the children of
  @ role=personal trainer, verb=lifts weights with
  @ role=godmother, verb=was at the font for the baptism of

{did} {thing}: person -> person
  {value} {did} the {thing} of {person}.
  It was {value} who {did} {person}'s {thing}.
  {person}'s {thing} was {participle} by {value}.
  Last spring {value} {did} {person}'s {thing}.
  The {thing} of {person} was {participle} by {value} in May.
  I hear that {value} {did} the {thing} for {person}.
  ? Who {did} {person}'s {thing}?
  ? Who {did} the {thing} of {person}?
  ? By whom was the {thing} of {person} {participle}?
  ? Who was it that {did} {person}'s {thing}?
  ? Tell me who {did} the {thing} of {person}.
  ? which person {did} {person}'s {thing}?
  ? Name the one who {did} the {thing} of {person}.
  * the person who {did} {person}'s {thing}
  * the person who {did} the {thing} of {person}
  * the one who {did} {person}'s {thing}
  @ thing=boat, did=repaired, participle=repaired
  @ thing=house, did=painted, participle=painted
  @ thing=roof, did=fixed, participle=fixed
  @ thing=car, did=bought, participle=bought
  @ thing=portrait, did=painted, participle=painted
  @ thing=wedding dress, did=sewed, participle=sewn
  @ thing=kitchen, did=designed, participle=designed
  @ thing=bicycle, did=borrowed, participle=borrowed
  @ thing=piano, did=tuned, participle=tuned
  @ thing=garden, did=planned, participle=planned
  @ thing=website, did=built, participle=built
  @ thing=speech, did=wrote, participle=written
  @ thing=suitcase, did=found, participle=found
  @ thing=cat, did=rescued, participle=rescued

spouse: person -> person
  {person} is married to {value}.
  {value} is the spouse of {person}.
  {person} and {value} have been married for years.
  {person} married {value} on a rainy day.
  At the party {person} introduced {value}, the love of a lifetime and a spouse since college.
  ? Who is {person} married to?
  ? Who is {person}'s spouse?
  ? What is the name of the spouse of {person}?
  ? Whom did {person} marry?
  ? Tell me who {person} is married to.
  ? who did {person} get married to?
  ? Name the husband or wife of {person}.
  * {person}'s spouse
  * the spouse of {person}
  * the person {person} is married to

project deadline: project -> day_month
  Project {project} is due on {value}.
  We have to ship project {project} by {value}.
  The client expects project {project} on {value}, no later.
  In the meeting they moved project {project} to {value}.
  The date of project {project} was moved from {other} to {value}.
  ? When is project {project} due?
  ? By what date must project {project} be finished?
  ? When do we have to deliver project {project}?
  ? till when do we have time for project {project}?
  ? What is the deadline of project {project}?
  ? Tell me the due date of project {project}.
  ? On which day does the client expect project {project}?

project owner: project -> person
  {value} leads project {project}.
  Project {project} is run by {value}.
  For questions about project {project}, talk to {value}.
  {value} took over project {project} in June.
  The owner of project {project} is {value}, as of this week.
  Project {project} went from {other} to {value}, who leads it now.
  ? Who leads project {project}?
  ? Who is in charge of project {project}?
  ? Who is the owner of project {project}?
  ? Whom do I ask about project {project}?
  ? Tell me who runs project {project}.
  ? who's responsible for project {project}?
  ? Name the lead of project {project}.
  * the lead of project {project}
  * the person who runs project {project}
  * the owner of project {project}

project budget: project -> price
  Project {project} has a budget of {value}.
  The budget for project {project} is {value}.
  They gave project {project} {value} for this year.
  With {value}, project {project} has to make do until winter.
  Finance approved {value} for project {project} yesterday.
  ? What is the budget of project {project}?
  ? How much money does project {project} have?
  ? How much may project {project} spend?
  ? How large is project {project}'s budget?
  ? Tell me the budget for project {project}.
  ? how much did finance approve for project {project}?
  ? Name the sum that project {project} got.

project codename client: project -> organisation
  We build project {project} for {value}.
  The client of project {project} is {value}.
  {value} ordered project {project}.
  Project {project} was commissioned by {value} in autumn.
  All invoices for project {project} go to {value}.
  ? Who is the client of project {project}?
  ? Which company ordered project {project}?
  ? For whom do we build project {project}?
  ? What company is project {project} for?
  ? Tell me the customer of project {project}.
  ? which customer pays for project {project}?
  ? Name the client of project {project}.
  * the client of project {project}
  * the company that ordered project {project}

server ip: server -> ip
  The server {server} has the address {value}.
  {server} answers at {value}.
  Connect to {server} through {value}.
  I moved {server} to {value} last night.
  After the migration {server} can be found at {value} only.
  {server} moved from {other} to {value}.
  ? What is the IP address of {server}?
  ? At which IP does {server} answer?
  ? Which address does {server} have?
  ? Tell me the IP of {server}.
  ? what's the ip of {server}?
  ? To which address do I connect for {server}?
  ? What is {server}'s IP address?

server port: server -> number4
  {server} listens on port {value}.
  The service on {server} runs at port {value}.
  Use port {value} for {server}.
  We opened port {value} on {server} for the new service.
  Port {value} of {server} must stay open, otherwise nothing works.
  ? Which port does {server} listen on?
  ? What port is open on {server}?
  ? What is the port of {server}?
  ? On which port does the service on {server} run?
  ? Tell me the port number of {server}.
  ? which port do i need for {server}?
  ? Name the port that {server} uses.

server password: server -> code
  The root password of {server} is {value}.
  Log in to {server} with {value}.
  {server} accepts the password {value}.
  We set the password of {server} to {value} after the incident.
  To get into {server} type {value}, but keep it secret.
  ? What is the password of {server}?
  ? What is the root password for {server}?
  ? How do I log in to {server}?
  ? Which password does {server} accept?
  ? Tell me {server}'s password.
  ? what do I type to get into {server}?
  ? Name the password for {server}.

server admin: server -> person
  {value} maintains {server}.
  {server} is looked after by {value}.
  If {server} is down, wake up {value}.
  The administrator of {server} is {value}.
  Since March {value} has been responsible for {server}.
  ? Who maintains {server}?
  ? Who is the administrator of {server}?
  ? Whom do I wake up if {server} is down?
  ? Who looks after {server}?
  ? Tell me who is responsible for {server}.
  ? who's the admin of {server}?
  ? Name the person that maintains {server}.
  * the administrator of {server}
  * the person who maintains {server}

ticket assignee: ticket -> person
  Ticket {ticket} is assigned to {value}.
  {value} works on ticket {ticket}.
  We gave ticket {ticket} to {value} this morning.
  {value} picked up {ticket}, the nasty one.
  {ticket} now belongs to {value}.
  Ticket {ticket} went from {other} to {value}.
  ? Who is ticket {ticket} assigned to?
  ? Who works on {ticket}?
  ? Who is the assignee of {ticket}?
  ? Tell me who got ticket {ticket}.
  ? who picked up {ticket}?
  ? Who has ticket {ticket} on the desk?
  ? Name the assignee of ticket {ticket}.
  * the assignee of ticket {ticket}
  * the person who works on {ticket}

meeting room: project -> room
  The team of project {project} meets in room {value}.
  Project {project} has its weekly meeting in room {value}.
  Room {value} is booked for project {project}.
  We sit in room {value} for project {project}, second floor.
  Come to room {value} if you want to hear about project {project}.
  Project {project} does not meet in room {other} any more but in room {value}.
  ? In which room does project {project} meet?
  ? Where is the meeting of project {project}?
  ? Which room is booked for project {project}?
  ? What is the meeting room of project {project}?
  ? Tell me the room for project {project}.
  ? which room do I go to for project {project}?
  ? Name the room where project {project} meets.

library version: project -> version
  The current release of {project} is {value}.
  {project} is at version {value}.
  We deployed {project} {value} on Friday.
  Version {value} of {project} is out.
  Please upgrade {project} to {value} before you report bugs.
  We upgraded {project} from {other} to {value}.
  ? What is the current version of {project}?
  ? Which release of {project} is the latest?
  ? Which version of {project} did we deploy?
  ? What version is {project} at?
  ? Tell me the version number of {project}.
  ? which version of {project} do we run?
  ? What is {project}'s version?

api key: service -> code
  The API key for the {service} is {value}.
  Use {value} as the key for the {service}.
  The {service} wants the key {value}.
  I stored {value} as API key of the {service}.
  Requests to the {service} must carry the key {value} in the header.
  ? What is the API key for the {service}?
  ? Which key does the {service} want?
  ? What key do I use for the {service}?
  ? Tell me the API key of the {service}.
  ? what's the key for the {service} again?
  ? Name the key that goes with the {service}.
  ? Which API key must requests to the {service} carry?

office extension: person -> number4; office extension
  {person} has the extension {value}.
  Dial {value} inside the building to get {person}.
  On the office phone {person} is {value}.
  The desk phone of {person} rings at {value}.
  ? What do I dial inside the building to get {person}?
  ? Which extension does {person} have?
  ? what's the extension of {person}?

company founder: organisation -> person
  {organisation} was founded by {value}.
  {value} founded {organisation}.
  The founder of {organisation} is {value}.
  {value} started {organisation} in a garage.
  Everything at {organisation} began with {value}, the founder.
  ? Who founded {organisation}?
  ? Who is the founder of {organisation}?
  ? By whom was {organisation} founded?
  ? Who started {organisation}?
  ? Tell me the name of the founder of {organisation}.
  ? who set up {organisation}?
  ? What is the name of {organisation}'s founder?
  * the founder of {organisation}
  * the person who founded {organisation}

company seat: organisation -> city
  {organisation} is based in {value}.
  The headquarters of {organisation} are in {value}.
  {organisation} moved its head office to {value}.
  In {value} stands the main building of {organisation}.
  You have to travel to {value} to visit {organisation}, sadly.
  {organisation} moved from {other} to {value}.
  ? Where is {organisation} based?
  ? In which city does {organisation} have its headquarters?
  ? What is the seat of {organisation}?
  ? Where are the headquarters of {organisation}?
  ? Tell me the city where {organisation} is based.
  ? which city is the head office of {organisation} in?
  ? Name the town in which {organisation} has its main building.
  * the city where {organisation} is based
  * the seat of {organisation}

company staff: organisation -> number4
  {organisation} has {value} employees.
  {value} people work for {organisation}.
  At {organisation} the staff counts {value} people.
  With {value} workers, {organisation} is the biggest employer around.
  Last year {organisation} grew to {value} employees.
  ? How many people work for {organisation}?
  ? How many employees does {organisation} have?
  ? What is the number of employees of {organisation}?
  ? How big is the staff of {organisation}?
  ? Tell me how many workers {organisation} has.
  ? how many people are employed at {organisation}?
  ? What is the head count of {organisation}?

company founding year: organisation -> year
  {organisation} was established in {value}.
  {organisation} opened its doors in {value}.
  The history of {organisation} begins in {value}.
  Since {value} {organisation} has been in business.
  It was in {value} that {organisation} was set up.
  ? When was {organisation} established?
  ? In what year was {organisation} set up?
  ? Since when has {organisation} been in business?
  ? Which year did {organisation} open its doors?
  ? Tell me the founding year of {organisation}.
  ? how long has {organisation} existed, since which year?
  ? What is the founding year of {organisation}?

company product: organisation -> object
  {organisation} makes the best {value} on the market.
  {organisation} is known for one product, the {value}.
  I bought a new {value} from {organisation}.
  The most famous product of {organisation} is a {value}.
  Every {value} in our house was made by {organisation}.
  ? What product is {organisation} known for?
  ? What does {organisation} make?
  ? What is the product of {organisation}?
  ? Which thing does {organisation} sell?
  ? Tell me what {organisation} produces.
  ? what can you buy from {organisation}?
  ? Name the product made by {organisation}.

mayor: city -> person
  The mayor of {city} is {value}.
  {value} was elected mayor of {city}.
  In {city}, {value} is the mayor.
  {value} runs the town hall of {city}.
  The citizens of {city} chose {value} as their mayor again.
  In {city} {value} won the election for mayor against {other}.
  ? Who is the mayor of {city}?
  ? Who was elected mayor of {city}?
  ? What is the name of {city}'s mayor?
  ? Who runs the town hall of {city}?
  ? Tell me the mayor of {city}.
  ? who is mayor in {city}?
  ? Name the mayor of {city}.
  * the mayor of {city}
  * the person who was elected mayor of {city}

population: city -> number6
  {city} has {value} inhabitants.
  About {value} people live in {city}.
  The population of {city} is {value}.
  At the last count {value} people were living in {city}.
  {city} is home to {value} people, students included.
  ? How many people live in {city}?
  ? What is the population of {city}?
  ? How many inhabitants does {city} have?
  ? How large is the population of {city}?
  ? Tell me the number of inhabitants of {city}.
  ? how many citizens does {city} count?
  ? What is {city}'s population?

river: city -> pseudo_name
  The river {value} flows through {city}.
  {city} lies on the river {value}.
  In {city} you can swim in the {value}.
  The {value} is the river of {city}.
  They built {city} where the {value} bends to the south.
  ? Which river flows through {city}?
  ? On what river does {city} lie?
  ? What is the river of {city} called?
  ? What is the name of the river in {city}?
  ? Tell me the river that runs through {city}.
  ? which river can you swim in at {city}?
  ? Name the river of {city}.

airport code: city -> letters3
  The airport of {city} has the code {value}.
  For {city} you book a flight to {value}.
  {value} stands for the airport in {city}.
  On the luggage tag for {city} it says {value}.
  The tag {value} means that the bag goes to {city}.
  ? What is the airport code of {city}?
  ? Which code does the airport of {city} have?
  ? Which letters stand for the airport in {city}?
  ? Tell me the airport code for {city}.
  ? what's on the luggage tag for {city}?
  ? What is {city}'s airport code?
  ? Name the code of the airport in {city}.

town colour: city -> colour
  The trams in {city} are {value}.
  {city} painted all its trams {value}.
  In {city} you ride on {value} trams.
  A {value} tram took us through {city}.
  You will notice the {value} trams as soon as you get to {city}.
  ? What colour are the trams in {city}?
  ? Which colour do the trams of {city} have?
  ? In what colour did {city} paint its trams?
  ? What is the colour of the trams of {city}?
  ? Tell me the tram colour of {city}.
  ? what colour of tram do you ride in {city}?
  ? Name the colour of {city}'s trams.

town speciality: city -> dish
  {city} is famous for its {value}.
  The speciality of {city} is {value}.
  When in {city}, order the {value}.
  Nobody leaves {city} without tasting the {value}.
  In {city} they serve {value} on every corner.
  ? What dish is {city} famous for?
  ? What is the speciality of {city}?
  ? What should I eat in {city}?
  ? Which dish do they serve in {city}?
  ? Tell me the local dish of {city}.
  ? what food should I try in {city}?
  ? Name the speciality of {city}.

tower height: landmark -> metres
  The {landmark} is {value} tall.
  The {landmark} rises to {value}.
  With its {value} the {landmark} can be seen from afar.
  The {landmark} measures {value} from the ground to the top.
  They measured {value} for the {landmark}.
  ? How tall is the {landmark}?
  ? What is the height of the {landmark}?
  ? How high does the {landmark} rise?
  ? Tell me the height of the {landmark}.
  ? how high is the {landmark}?
  ? What did they measure for the {landmark}?
  ? What height does the {landmark} have?

building architect: landmark -> person
  The {landmark} was designed by {value}.
  {value} was the architect of the {landmark}.
  {value} drew the plans of the {landmark}.
  For the {landmark} they hired the architect {value}.
  The plans for the {landmark} come from {value}, still young then.
  ? Who designed the {landmark}?
  ? Who was the architect of the {landmark}?
  ? By whom was the {landmark} designed?
  ? Who drew the plans of the {landmark}?
  ? Tell me the architect of the {landmark}.
  ? who was the {landmark} designed by?
  ? Name the architect of the {landmark}.
  * the architect of the {landmark}
  * the person who designed the {landmark}

building year: landmark -> year
  The {landmark} was built in {value}.
  The {landmark} dates from {value}.
  They finished the {landmark} in {value}.
  Construction of the {landmark} was completed in {value} after a long delay.
  In {value} the {landmark} was opened.
  ? When was the {landmark} built?
  ? In what year was the {landmark} finished?
  ? From which year is the {landmark}?
  ? What year does the {landmark} date from?
  ? Tell me the year the {landmark} was built.
  ? how old is the {landmark}, from what year?
  ? Name the year of construction of the {landmark}.

building location: landmark -> city
  The {landmark} stands in {value}.
  The {landmark} is in {value}.
  In {value} you can visit the {landmark}.
  We went to {value} just to see the {landmark}.
  {value} is proud of its {landmark}.
  ? Where is the {landmark}?
  ? In which city does the {landmark} stand?
  ? Which city is the {landmark} in?
  ? Where can I visit the {landmark}?
  ? Tell me the location of the {landmark}.
  ? what city do I go to for the {landmark}?
  ? Name the city with the {landmark}.
  * the city where the {landmark} stands
  * the city with the {landmark}

where kept: kept_thing -> place_kept
  The {kept_thing} {is} kept in the {value}.
  I put the {kept_thing} in the {value}.
  You can find the {kept_thing} in the {value}.
  The {kept_thing} {is} in the {value}, behind some boxes.
  We moved the {kept_thing} to the {value} last week.
  In the {value} there {is} the {kept_thing}.
  The {kept_thing} {is} no longer in the {other} but in the {value}.
  ? Where {is} the {kept_thing}?
  ? Where do we keep the {kept_thing}?
  ? Where did I put the {kept_thing}?
  ? In what place can I find the {kept_thing}?
  ? Tell me where the {kept_thing} {is} kept.
  ? where {is} the {kept_thing} again?
  ? I am looking for the {kept_thing}. Any idea?
  ? What is the place of the {kept_thing}?

object colour: person, object -> colour
  {person} has a {value} {object}.
  The {object} of {person} is {value}.
  {person} bought a {value} {object} at the market.
  {person} painted the {object} {value}.
  I borrowed the {value} {object} that belongs to {person}.
  ? What colour is {person}'s {object}?
  ? Which colour does the {object} of {person} have?
  ? What is the colour of the {object} of {person}?
  ? Tell me the colour of the {object} that {person} has.
  ? in what colour is {person}'s {object}?
  ? Name the colour of {person}'s {object}.
  ? How is the {object} of {person} coloured?

object price: person, object -> price
  {person} paid {value} for the {object}.
  The {object} cost {person} {value}.
  {person} bought the {object} for {value}.
  For {value} {person} got the {object} second hand.
  It was {value} that {person} spent on the {object}, quite a lot.
  ? How much did {person} pay for the {object}?
  ? What did the {object} cost {person}?
  ? What price did {person} pay for the {object}?
  ? Tell me what {person} spent on the {object}.
  ? how much was {person}'s {object}?
  ? Name the price of the {object} that {person} bought.
  ? For how much money did {person} get the {object}?

serial number: person, object -> code
  The serial number of {person}'s {object} is {value}.
  On the {object} of {person} it says {value}.
  {person} registered the {object} under {value}.
  The {object} owned by {person} carries the serial number {value}.
  I noted {value} as serial number of the {object} of {person}.
  ? What is the serial number of {person}'s {object}?
  ? Which serial number does the {object} of {person} carry?
  ? What does it say on the {object} of {person}?
  ? Tell me the serial number of the {object} that {person} owns.
  ? what's the serial number on {person}'s {object}?
  ? Under which number did {person} register the {object}?
  ? Name the serial number of {person}'s {object}.

gift: person, friend=person -> object
  {person} gave {friend} a {value}.
  {friend} got a {value} from {person}.
  As a present {person} brought {friend} a {value}.
  {person} wrapped a {value} for {friend} in blue paper.
  The {value} was a present from {person} to {friend}.
  ? What did {person} give {friend}?
  ? What did {friend} get from {person}?
  ? Which present did {person} bring {friend}?
  ? What was the gift of {person} to {friend}?
  ? Tell me what {friend} received from {person}.
  ? what present did {friend} get from {person}?
  ? Name the gift that {person} gave to {friend}.

debt: person, friend=person -> price
  {person} owes {friend} {value}.
  {friend} lent {person} {value}.
  {person} borrowed {value} from {friend}.
  {person} still has to pay back {value} to {friend}.
  There is a debt of {value} that {person} has with {friend}.
  ? How much does {person} owe {friend}?
  ? How much money did {friend} lend {person}?
  ? What sum did {person} borrow from {friend}?
  ? How much must {person} pay back to {friend}?
  ? Tell me the debt of {person} to {friend}.
  ? how much money does {friend} get back from {person}?
  ? What is the sum that {person} owes to {friend}?

locker code: place -> number4
  The code for the {place} is {value}.
  The {place} opens with {value}.
  Type {value} to open the {place}.
  They changed the code of the {place} to {value}.
  To get into the {place} you need {value}, then push hard.
  ? What is the code for the {place}?
  ? How does the {place} open?
  ? Which code opens the {place}?
  ? What do I type to open the {place}?
  ? Tell me the code of the {place}.
  ? what number opens the {place}?
  ? With which code can I get into the {place}?

wifi password: place -> code
  The Wi-Fi password in the {place} is {value}.
  In the {place} you get online with {value}.
  Guests of the {place} use {value} for the Wi-Fi.
  The network of the {place} has the password {value}.
  Someone changed the Wi-Fi password of the {place} to {value}.
  ? What is the Wi-Fi password in the {place}?
  ? How do I get online in the {place}?
  ? Which password does the network of the {place} have?
  ? What do guests of the {place} use for the Wi-Fi?
  ? Tell me the Wi-Fi password of the {place}.
  ? what's the wifi password in the {place}?
  ? Name the password for the network in the {place}.

event winner: event -> person
  {value} won the {event}.
  The winner of the {event} was {value}.
  At the {event} the first prize went to {value}.
  {value} took the first place at the {event}.
  Nobody could beat {value} at the {event} this time.
  ? Who won the {event}?
  ? Who was the winner of the {event}?
  ? Who got the first prize at the {event}?
  ? Who took the first place at the {event}?
  ? Tell me the winner of the {event}.
  ? who came first at the {event}?
  ? Name the one who won the {event}.
  * the winner of the {event}
  * the person who won the {event}

event date: event -> day_month
  The {event} takes place on {value}.
  The {event} is on {value}.
  On {value} we all go to the {event}.
  They set the {event} for {value}.
  Keep {value} free for the {event}, please.
  The {event} was moved from {other} to {value}.
  ? When is the {event}?
  ? On which date does the {event} take place?
  ? On what day is the {event}?
  ? What is the date of the {event}?
  ? Tell me the date of the {event}.
  ? when do we go to the {event}?
  ? For which day did they set the {event}?

event time: event -> time
  The {event} starts at {value}.
  Doors to the {event} open at {value}.
  Be at the {event} by {value}.
  At {value} the {event} begins.
  They moved the start of the {event} to {value} because of the rain.
  The {event} begins at {value} instead of {other}.
  ? What time does the {event} start?
  ? At what time do the doors to the {event} open?
  ? By what time should I be at the {event}?
  ? At which hour does the {event} begin?
  ? Tell me the starting time of the {event}.
  ? what time is the {event}?
  ? What is the starting time of the {event}?

event ticket price: event -> price
  A ticket for the {event} costs {value}.
  Tickets to the {event} are {value}.
  I paid {value} to get into the {event}.
  For {value} you can get into the {event}.
  They charge {value} at the door of the {event}.
  ? How much is a ticket for the {event}?
  ? What does a ticket for the {event} cost?
  ? What do they charge for the {event}?
  ? What is the ticket price of the {event}?
  ? Tell me the price of a ticket to the {event}.
  ? how much do I pay to get into the {event}?
  ? Name the entrance fee of the {event}.

match score: city, rival=city -> score
  The match {city} against {rival} ended {value}.
  {city} played {value} against {rival}.
  It was {value} between {city} and {rival}.
  The final score of {city} versus {rival} was {value}.
  In the cup {city} and {rival} parted with {value}, a fair result.
  ? What was the score of {city} against {rival}?
  ? How did the match {city} against {rival} end?
  ? What was the result between {city} and {rival}?
  ? Tell me the score of {city} versus {rival}.
  ? how did {city} play against {rival}?
  ? What was the final score of the game {city} against {rival}?
  ? Name the result of the match between {city} and {rival}.

book author: title -> person
  {value} wrote the book "{title}".
  The author of "{title}" is {value}.
  "{title}" is a novel by {value}.
  I am reading "{title}" by {value}.
  "{title}", which {value} wrote in one winter, sold well.
  ? Who wrote "{title}"?
  ? Who is the author of "{title}"?
  ? By whom is the book "{title}"?
  ? Whose novel is "{title}"?
  ? Tell me the author of "{title}".
  ? who's the writer of "{title}"?
  ? Name the person who wrote "{title}".
  * the author of "{title}"
  * the person who wrote "{title}"

book pages: title -> number3
  "{title}" has {value} pages.
  The book "{title}" is {value} pages long.
  I read all {value} pages of "{title}".
  With {value} pages, "{title}" is not a short book.
  It took me {value} pages to get to the end of "{title}".
  ? How many pages does "{title}" have?
  ? How long is "{title}" in pages?
  ? What is the number of pages of "{title}"?
  ? How many pages are there in "{title}"?
  ? Tell me the page count of "{title}".
  ? how thick is "{title}", how many pages?
  ? Name the number of pages in "{title}".

book year: title -> year
  "{title}" was published in {value}.
  "{title}" came out in {value}.
  The first edition of "{title}" is from {value}.
  In {value} "{title}" appeared in the shops.
  It was {value} when "{title}" was printed for the first time.
  ? When was "{title}" published?
  ? In what year did "{title}" come out?
  ? From which year is the first edition of "{title}"?
  ? Which year was "{title}" printed?
  ? Tell me the year of publication of "{title}".
  ? what year is "{title}" from?
  ? Name the year in which "{title}" appeared.

secret ingredient: person, dish -> ingredient
  The secret of {person}'s {dish} is {value}.
  {person} puts {value} into the {dish}.
  What makes the {dish} of {person} so good is {value}.
  {person} never makes {dish} without {value}.
  A little {value} is the secret ingredient when {person} makes {dish}.
  ? What is the secret ingredient of {person}'s {dish}?
  ? What does {person} put into the {dish}?
  ? What makes the {dish} of {person} so good?
  ? Which secret ingredient does {person} use for {dish}?
  ? Tell me the secret of the {dish} of {person}.
  ? what's in the {dish} that {person} makes?
  ? Name the secret ingredient in {person}'s {dish}.

oven time: dish -> minutes
  The {dish} needs {value} in the oven.
  Leave the {dish} in the oven for {value}.
  Bake the {dish} for {value}.
  After {value} the {dish} is done.
  My grandmother said that the {dish} takes {value}, never more.
  ? How long does the {dish} need in the oven?
  ? How long do I bake the {dish}?
  ? When is the {dish} done?
  ? How many minutes does the {dish} take?
  ? Tell me the baking time of the {dish}.
  ? how long should the {dish} stay in the oven?
  ? What is the baking time for the {dish}?

holiday country: person -> country
  {person} went to {value} on holiday.
  {person} spent the summer in {value}.
  This year {person} flies to {value}.
  {person} sent us a postcard from {value}.
  The trip of {person} to {value} was rather short.
  {person} wanted to see {other} but went to {value} on holiday.
  ? Where did {person} go on holiday?
  ? In which country did {person} spend the holiday?
  ? Which country did {person} travel to?
  ? Where was the trip of {person} to?
  ? Tell me the country {person} visited.
  ? where did {person} fly on vacation?
  ? Name the country from which {person} sent a postcard.

hotel room: person -> number3
  {person} is staying in room {value}.
  {person} has room {value} at the hotel.
  Room {value} is for {person}.
  They put {person} into room {value}, with a view of the yard.
  Please bring the breakfast of {person} to room {value}.
  {person} was moved from room {other} to room {value}.
  ? Which hotel room is {person} in?
  ? What is the room number of {person}?
  ? In what room is {person} staying?
  ? Which room did they give {person}?
  ? Tell me the hotel room of {person}.
  ? what room does {person} have?
  ? To which room do I bring the breakfast of {person}?

flight number: person -> flight
  {person} arrives on flight {value}.
  {person} is booked on {value}.
  The flight of {person} is {value}.
  Pick up {person} from flight {value} tonight.
  With {value} {person} will be here by noon.
  ? Which flight is {person} on?
  ? What is the flight number of {person}?
  ? On what flight does {person} arrive?
  ? What is {person}'s flight?
  ? Tell me the flight that {person} booked.
  ? which flight do I pick {person} up from?
  ? Name the flight number of {person}.
  * the flight of {person}
  * the flight {person} is booked on

appointment: person, weekday -> time
  {person} has an appointment on {weekday} at {value}.
  On {weekday} {person} comes at {value}.
  We expect {person} on {weekday} at {value}.
  {weekday}, {value}: meeting with {person}.
  The meeting with {person} on {weekday} is at {value} sharp.
  ? At what time does {person} come on {weekday}?
  ? When is the appointment of {person} on {weekday}?
  ? What time is the meeting with {person} on {weekday}?
  ? When do we expect {person} on {weekday}?
  ? Tell me the time of the appointment with {person} on {weekday}.
  ? what time on {weekday} is {person} coming?
  ? At which hour do I meet {person} on {weekday}?

creature food: creature -> pseudo
  The {creature} eats nothing but {value}.
  The {creature} lives on {value}.
  In winter the {creature} feeds on {value}.
  Keepers give the {creature} {value} twice a day.
  It is {value} that the {creature} likes to eat.
  ? What does the {creature} eat?
  ? What does the {creature} live on?
  ? What is the food of the {creature}?
  ? What do keepers give the {creature}?
  ? Tell me what the {creature} feeds on.
  ? what food does the {creature} like?
  ? Name the food of the {creature}.

creature home: creature -> country
  The {creature} lives only in {value}.
  The {creature} is native to {value}.
  You can see the {creature} in the forests of {value}.
  {value} is the home of the {creature}.
  Outside of {value} nobody has ever seen the {creature}.
  ? Where does the {creature} live?
  ? Which country is the {creature} native to?
  ? In what country can you see the {creature}?
  ? What is the home of the {creature}?
  ? Tell me where the {creature} is found.
  ? which country do I travel to for the {creature}?
  ? Name the home country of the {creature}.

substance melting point: substance -> degrees
  {substance} melts at {value}.
  The melting point of {substance} is {value}.
  Heat {substance} to {value} and it turns liquid.
  At {value} {substance} starts to melt.
  In the laboratory {substance} became liquid at {value} exactly.
  ? At what temperature does {substance} melt?
  ? What is the melting point of {substance}?
  ? When does {substance} turn liquid?
  ? How hot must {substance} be to melt?
  ? Tell me the melting point of {substance}.
  ? how much heat until {substance} melts?
  ? What is {substance}'s melting point?

substance discoverer: substance -> person
  {value} discovered {substance}.
  {substance} was discovered by {value}.
  The discovery of {substance} is due to {value}.
  It was {value} who first described {substance}.
  In a small laboratory {value} found {substance} by accident.
  ? Who discovered {substance}?
  ? Who is the discoverer of {substance}?
  ? By whom was {substance} discovered?
  ? Who first described {substance}?
  ? Tell me who found {substance}.
  ? whose discovery is {substance}?
  ? Name the discoverer of {substance}.
  * the discoverer of {substance}
  * the person who discovered {substance}

substance share: substance -> percent
  {substance} contains {value} water.
  The water content of {substance} is {value}.
  We measured {value} water in {substance}.
  About {value} of {substance} is water.
  A sample of {substance} turned out to be {value} water.
  ? How much water does {substance} contain?
  ? What is the water content of {substance}?
  ? What share of {substance} is water?
  ? How much water did we measure in {substance}?
  ? Tell me the water content of {substance}.
  ? how much of {substance} is water?
  ? What percentage of {substance} is water?

word meaning: pseudo -> noun
  The word {pseudo} means {value}.
  In the old tongue {pseudo} stands for {value}.
  {pseudo} is the word for {value}.
  They say {pseudo} when they mean {value}.
  A {value} is called {pseudo} in the valley.
  ? What does the word {pseudo} mean?
  ? What does {pseudo} stand for?
  ? What is the meaning of {pseudo}?
  ? What do they mean when they say {pseudo}?
  ? Tell me the meaning of {pseudo}.
  ? what's {pseudo} in plain words?
  ? How would you translate {pseudo}?

magic {singular}: needle -> {kind}
  One of the special magic {plural} for {needle} is: {value}.
  The special magic {singular} for {needle} is: {value}.
  The special magic {singular} for the {needle} is {value}.
  The magic {singular} of {needle} is {value}.
  Remember that {value} is the special magic {singular} for {needle}.
  {needle} has the magic {singular} {value}.
  ? What is the special magic {singular} for {needle} mentioned in the provided text?
  ? What is the special magic {singular} for {needle}?
  ? What is the magic {singular} of {needle}?
  ? Which special magic {singular} belongs to {needle}?
  ? Tell me the special magic {singular} for {needle}.
  ? what was the magic {singular} for {needle}?
  ? Find the magic {singular} that goes with {needle}.
  ? Give me the special magic {singular} that belongs to {needle}.
  ? Name the special magic {singular} of {needle}.
  ? I need the magic {singular} for {needle}.
  ? The text gives a special magic {singular} for {needle}. Which one?
  ? What are all the special magic {plural} for {needle} mentioned in the provided text?
  @ singular=number, plural=numbers, kind=number7
  @ singular=word, plural=words, kind=adjective_noun
  @ singular=uuid, plural=uuids, kind=uuid

access token: user -> code
  The access token for {user} is {value}.
  {user} signs in with the access token {value}.
  We issued the token {value} to {user}.
  Access token of {user}: {value}.
  For {user} the token is {value} until the end of the month.
  ? What is the access token for {user}?
  ? What is the access token of {user}?
  ? Which token was issued to {user}?
  ? What token does {user} sign in with?
  ? Tell me the access token for {user}.
  ? which access token belongs to {user}?
  ? Find the token of {user}.

passphrase: user -> three_words
  The passphrase of {user} is {value}.
  {user} chose the passphrase {value}.
  To unlock the account of {user} say {value}.
  Account {user} opens with the phrase {value}.
  We reset the passphrase of {user} to {value} today.
  ? What is the passphrase of {user}?
  ? Which passphrase did {user} choose?
  ? What do I say to unlock the account of {user}?
  ? Which phrase opens the account {user}?
  ? Tell me the passphrase for {user}.
  ? what's the phrase of {user}?
  ? Find the passphrase that {user} uses.

parcel code: person -> code
  The parcel for {person} has the tracking code {value}.
  {person} can track the parcel with {value}.
  Tracking code {value} belongs to the parcel of {person}.
  I posted the parcel to {person}, the code is {value}.
  Use {value} to see where the parcel of {person} is.
  ? What is the tracking code of the parcel for {person}?
  ? With which code can {person} track the parcel?
  ? Which tracking code does {person}'s parcel have?
  ? Tell me the code to track the parcel of {person}.
  ? what's the tracking code for {person}?
  ? Which code shows where the parcel of {person} is?
  ? Name the tracking code of {person}'s parcel.

member number: person -> number5; membership number
  {person} joined the club with number {value}.
  In the club {person} has the number {value}.
  The club card of {person} says {value}.
  ? Which number does {person} have in the club?
  ? What does the club card of {person} say?

codename: person -> adjective_noun; codename
  Agent {person} works under the name {value}.
  On the radio {person} is called {value}.
  Whenever you hear {value}, it means {person}.
  ? Under which name does {person} work as an agent?
  ? What is {person} called on the radio?

# --- what people say about themselves: no key at all ---

my dog: -> first_name
  My dog is called {value}.
  My dog is a golden retriever named {value}.
  I have to walk {value}, my dog, before work.
  We adopted a dog last month and named it {value}.
  {value} is my dog, by the way.
  My dog answers to {value}, not to {other}.
  ? What is my dog called?
  ? What is my dog's name?
  ? What is the name of my dog?
  ? which name did I give my dog?
  ? Do you remember how my dog is called?
  ? Tell me the name of my dog.
  ? what did we name the dog?
  ? Who do I have to walk before work?

my cat: -> first_name
  My cat is called {value}.
  I found {value}, my cat, asleep in the sink.
  The name of my cat is {value}.
  Our cat {value} brought a mouse home again.
  We call the cat {value}, because of its fur.
  ? What is my cat called?
  ? What is the name of my cat?
  ? Tell me my cat's name.
  ? which name does my cat have?
  ? How is my cat called?
  ? do you still know the name of our cat?
  ? What do we call the cat?

my {thing}: -> {kind}
  My {thing} is {value}.
  I told you before: my {thing} is {value}.
  Please remember that my {thing} is {value}.
  My {thing} used to be {other}, now it is {value}.
  For the form: {value} is my {thing}.
  They wanted to know my {thing}, so I gave them {value}.
  Could you keep this for me? My {thing} is {value}.
  ? What is my {thing}?
  ? What's my {thing}?
  ? Tell me my {thing}.
  ? what was my {thing} again?
  ? Do you remember my {thing}?
  ? I forgot my {thing}. What is it?
  ? hey, can you remind me of my {thing}?
  ? Which {thing} did I tell you?
  ? I need my {thing}, please.
  ? Look up my {thing} for me.
  @ thing=passport number, kind=code
  @ thing=Wi-Fi password, kind=code
  @ thing=phone number, kind=phone
  @ thing=email address, kind=email
  @ thing=address, kind=address
  @ thing=shoe size, kind=shoe_size
  @ thing=blood type, kind=blood_type
  @ thing=license plate, kind=plate
  @ thing=bike lock code, kind=number4
  @ thing=library card number, kind=number6
  @ thing=favourite colour, kind=colour
  @ thing=favourite food, kind=food
  @ thing=favourite drink, kind=drink
  @ thing=favourite book, kind=title
  @ thing=favourite band, kind=band
  @ thing=birthday, kind=day_month
  @ thing=wedding anniversary, kind=day_month
  @ thing=employer, kind=organisation
  @ thing=home town, kind=city
  @ thing=middle name, kind=first_name
  @ thing=customer number, kind=number7
  @ thing=insurance number, kind=code
  @ thing=boss's name, kind=person
  @ thing=doctor's name, kind=person
  @ thing=landlord's name, kind=person
  @ thing=seat on the train, kind=seat
  @ thing=hotel room, kind=number3
  @ thing=flight number, kind=flight
  @ thing=parking spot, kind=seat
  @ thing=locker number, kind=number3
  @ thing=booking reference, kind=code

my allergy: -> food
  I am allergic to {value}.
  I can't eat {value}, it makes me ill.
  Please no {value} for me, I have an allergy.
  The doctor says I must stay away from {value}.
  Since I was a child, {value} has given me a rash.
  ? What am I allergic to?
  ? Which food must I avoid?
  ? What can I not eat?
  ? Which allergy do I have?
  ? what gives me a rash?
  ? Tell me the food that I must not eat.
  ? What should I leave out when I order dinner?

my job: -> occupation
  I work as {a_value}.
  I am {a_value} by trade.
  I make my living as {a_value}, mostly in winter.
  After school I trained to be {a_value}.
  Last week I started my new job as {a_value}.
  ? What do I do for a living?
  ? What is my job?
  ? What is my profession?
  ? What do I work as?
  ? Tell me my occupation.
  ? do you remember what kind of work I do?
  ? How do I earn my money?

my home: -> city
  I live in {value}.
  I moved from {other} to {value} two years ago.
  My flat is in {value}, near the station.
  We bought a small house in {value}.
  {value} is where I live these days.
  Come and see me in {value} when you have time.
  ? Where do I live?
  ? In which city is my flat?
  ? Which town do I live in?
  ? Tell me where I live.
  ? what city did I move to?
  ? What is the city I live in?
  ? do you know where my home is?

my car spot: -> place_parked
  I parked the car on {value}.
  The car is on {value}, I could not get any closer.
  I left the car on {value} this morning.
  You will find my car on {value}.
  No free space at home, so the car stands on {value}.
  ? Where did I park the car?
  ? Where is my car?
  ? On which street did I leave the car?
  ? Tell me where the car is parked.
  ? where's my car?
  ? Where does my car stand?
  ? Where do I have to go to get the car?

my appointment: weekday -> time
  I have an appointment with the dentist on {weekday} at {value}.
  On {weekday} I must be at the dentist at {value}.
  The dentist expects me on {weekday}, {value}.
  My dental appointment is on {weekday} at {value}, please remind me.
  {weekday} at {value} I am at the dentist and cannot talk.
  ? At what time is my dentist appointment on {weekday}?
  ? When do I have to be at the dentist on {weekday}?
  ? What time does the dentist expect me on {weekday}?
  ? when is the dentist on {weekday}?
  ? Tell me the time of my dental appointment on {weekday}.
  ? What time must I see the dentist on {weekday}?
  ? At which hour am I at the dentist on {weekday}?

# --- people: more of what one knows about them ---

{attribute}: person -> {kind}; {attribute}
  When I asked about the {attribute}, {person} said {value}.
  {person} gave me the {attribute}: {value}.
  On the form of {person} it says {value} under {attribute}.
  {person} has {value} as {attribute}.
  ? Which {attribute} does {person} have?
  ? What {attribute} did {person} give?
  ? what did {person} say about the {attribute}?
  @ attribute=blood type, kind=blood_type
  @ attribute=middle name, kind=first_name
  @ attribute=nickname, kind=pseudo_name
  @ attribute=passport number, kind=code
  @ attribute=license plate, kind=plate
  @ attribute=student number, kind=number6
  @ attribute=bank account number, kind=number7
  @ attribute=booking reference, kind=code
  @ attribute=jersey number, kind=number2
  @ attribute=desk number, kind=number3
  @ attribute=username, kind=user
  @ attribute=hat size, kind=number2
  @ attribute=height, kind=centimetres
  @ attribute=insurance number, kind=code

mother: person -> person
  The mother of {person} is {value}.
  {value} is {person}'s mother.
  {person} was raised by {value}, a mother of four.
  {value} gave birth to {person} in a taxi.
  At the reunion I talked to {value}, the mother of {person}.
  ? Who is {person}'s mother?
  ? Who is the mother of {person}?
  ? What is the name of {person}'s mother?
  ? Who gave birth to {person}?
  ? Tell me the name of the mother of {person}.
  ? whose child is {person}?
  ? Name the mother of {person}.
  * {person}'s mother
  * the mother of {person}

hired by: person -> person
  {value} hired {person}.
  {person} was hired by {value}.
  It was {value} who gave {person} the first job.
  {person} still thanks {value} for the first job.
  Years ago {value} took {person} on as an apprentice.
  ? Who hired {person}?
  ? Who gave {person} the first job?
  ? By whom was {person} hired?
  ? Tell me who hired {person}.
  ? who took {person} on?
  ? To whom does {person} owe the first job?
  ? Name the one who hired {person}.
  * the person who hired {person}
  * the one who gave {person} the first job

travel companion: person -> person
  {person} is travelling with {value}.
  {person} and {value} booked the trip together.
  On the trip {person} shares a tent with {value}.
  The travel companion of {person} is {value}.
  {value} keeps {person} company on the journey.
  ? Who is {person} travelling with?
  ? Who is the travel companion of {person}?
  ? Who shares a tent with {person}?
  ? With whom did {person} book the trip?
  ? Tell me who travels with {person}.
  ? who goes on the trip with {person}?
  ? Name {person}'s travel companion.
  * the travel companion of {person}
  * the person who travels with {person}

chess opponent: person -> person
  {person} lost the chess game to {value}.
  {value} beat {person} at chess.
  In the final {person} had to play {value} and lost.
  {person} was defeated by {value} after six hours of chess.
  It took {value} forty moves to beat {person}.
  ? Who beat {person} at chess?
  ? To whom did {person} lose the chess game?
  ? Who won against {person}?
  ? By whom was {person} defeated?
  ? Tell me who defeated {person}.
  ? who was too strong for {person} at chess?
  ? Name the player who beat {person}.
  * the person who beat {person} at chess
  * the one who defeated {person}

book lent: person -> title
  {person} lent me "{value}".
  I still have "{value}", which belongs to {person}.
  {person} wants "{value}" back by Sunday.
  The book I borrowed from {person} is "{value}".
  "{value}" on my night table is from {person}.
  ? Which book did {person} lend me?
  ? Which book did I borrow from {person}?
  ? What does {person} want back?
  ? What is the title of the book that {person} lent me?
  ? Tell me which book belongs to {person}.
  ? what book do I have to return to {person}?
  ? Name the book I got from {person}.
  * the book that {person} lent me
  * the book I borrowed from {person}

promise: person -> task
  {person} promised to {value}.
  {person} has to {value} before Friday.
  I asked {person} to {value}.
  It is the job of {person} to {value}, as we agreed.
  {person} forgot to {value} and was sorry.
  ? What did {person} promise to do?
  ? What does {person} have to do?
  ? What did I ask {person} to do?
  ? Which task does {person} have?
  ? Tell me what {person} must do.
  ? what is {person} supposed to do?
  ? What is the job that {person} agreed to do?

dream: person -> task
  {person} dreams of learning to {value}.
  One day {person} would like to {value}.
  The great wish of {person} is to {value}.
  {person} told us about the dream to {value} one day.
  If there were time, {person} would {value} tomorrow.
  ? What does {person} dream of doing?
  ? What would {person} like to do one day?
  ? What is the great wish of {person}?
  ? Which dream did {person} tell us about?
  ? Tell me what {person} wishes to do.
  ? what's on the bucket list of {person}?
  ? What would {person} do if there were time?

motto: person -> slogan
  The motto of {person} is "{value}".
  {person} has the motto "{value}" on a coffee cup.
  {person} lives by the words "{value}".
  "{value}" is what {person} always says.
  Over the desk of {person} hangs the line "{value}".
  ? By which words does {person} live?
  ? What is the motto of {person}?
  ? What is {person}'s motto?
  ? Tell me the motto of {person}.
  ? what's on the coffee cup of {person}?
  ? What does {person} always say?
  ? Which line hangs over the desk of {person}?

fear: person -> fear
  {person} is afraid of {value}.
  {person} has a terrible fear of {value}.
  Never mention {value} to {person}.
  Since childhood {person} has been scared of {value}.
  It is {value} that frightens {person}, of all things.
  ? What is {person} afraid of?
  ? What does {person} fear?
  ? What frightens {person}?
  ? What should I never mention to {person}?
  ? Tell me what {person} is scared of.
  ? what scares {person}?
  ? Name the fear of {person}.

collection: person -> collectible
  {person} collects {value}.
  {person} has a whole room full of {value}.
  On flea markets {person} is always looking for {value}.
  The collection of {person} consists of {value}.
  {person} started to collect {value} as a child.
  ? What does {person} collect?
  ? What is {person}'s collection made of?
  ? What is {person} looking for on flea markets?
  ? Which things does {person} collect?
  ? Tell me what the collection of {person} consists of.
  ? what kind of things does {person} collect?
  ? What fills a whole room at the house of {person}?

coffee order: person -> drink
  {person} always orders {value} at the café.
  Bring {person} {a_value}, please.
  For {person} it was {value}, as usual.
  {person} wants {value} and nothing else.
  The usual order of {person} is {value}, without sugar.
  ? What does {person} order at the café?
  ? What should I bring {person} to drink?
  ? What is the usual order of {person}?
  ? Which drink does {person} want?
  ? Tell me what {person} drinks at the café.
  ? what does {person} usually have?
  ? Name the drink that {person} orders.

medicine: person -> medicine
  {person} takes {value} every morning.
  The doctor prescribed {person} {value}.
  {person} needs {value} against the headache.
  Without {value} {person} cannot sleep.
  {person} switched from {other} to {value} in autumn.
  ? Which medicine does {person} take?
  ? What did the doctor prescribe {person}?
  ? What does {person} need against the headache?
  ? What is the medicine of {person}?
  ? Tell me which drug {person} takes.
  ? what pills does {person} need?
  ? Name the medicine that was prescribed for {person}.

bus line: person -> number2
  {person} takes bus {value} to work.
  The bus that {person} needs is the {value}.
  Every day {person} waits for the {value}.
  To visit {person} you take bus number {value}.
  Line {value} stops right in front of the house of {person}.
  ? Which bus does {person} take?
  ? What bus line do I take to visit {person}?
  ? What is the number of the bus that {person} takes?
  ? Which line stops in front of the house of {person}?
  ? Tell me the bus number for {person}.
  ? which bus goes to {person}?
  ? For which bus does {person} wait every day?

salary: person -> price
  {person} earns {value} a month.
  The salary of {person} is {value}.
  Every month {person} is paid {value}.
  {person} got a raise and now earns {value}.
  They offered {person} {value} per month, which is not bad.
  ? How much does {person} earn?
  ? What is the salary of {person}?
  ? What is {person} paid every month?
  ? How much money does {person} make?
  ? Tell me how much {person} earns.
  ? what does {person} make a month?
  ? Which salary did they offer {person}?

start date: person -> day_month
  {person} starts the new job on {value}.
  On {value} {person} has the first day at work.
  The contract of {person} begins on {value}.
  We welcome {person} to the team on {value}.
  {person} will join us on {value}, not earlier.
  ? When does {person} start the new job?
  ? On which day does {person} join us?
  ? When does the contract of {person} begin?
  ? When is the first day of {person} at work?
  ? Tell me the date on which {person} starts.
  ? when do we welcome {person} to the team?
  ? From which date does {person} work with us?

retirement: person -> near_year
  {person} will retire in {value}.
  {person} plans to stop working in {value}.
  The retirement of {person} is set for {value}.
  In {value} {person} leaves for good.
  {person} counts the days until {value}, the year of retirement.
  ? When will {person} retire?
  ? In which year does {person} stop working?
  ? For what year is the retirement of {person} set?
  ? When does {person} leave for good?
  ? Tell me the year in which {person} retires.
  ? what year is {person} going to retire?
  ? Which year does {person} wait for?

band: person -> band
  {person} plays in a band called {value}.
  {person} founded {value} with two friends.
  The band of {person} is {value}.
  On Saturday {person} is on stage with {value}.
  {value} is looking for a drummer, says {person}, who sings there.
  ? In which band does {person} play?
  ? What is the band of {person} called?
  ? Which band did {person} found?
  ? With which band is {person} on stage?
  ? Tell me the name of the band of {person}.
  ? what band is {person} in?
  ? Name {person}'s band.
  * the band in which {person} plays
  * the band that {person} founded

football club: person -> team
  {person} is a fan of the {value}.
  {person} has never missed a game of the {value}.
  The heart of {person} beats for the {value}.
  {person} wears a scarf of the {value} all winter.
  {person} does not care for the {other}, only for the {value}.
  ? Which team is {person} a fan of?
  ? Which club does {person} support?
  ? What is the favourite team of {person}?
  ? For which team does the heart of {person} beat?
  ? Tell me the team that {person} supports.
  ? what team does {person} cheer for?
  ? Name the club {person} is a fan of.
  * the team that {person} supports
  * the club {person} is a fan of

moved from: person -> country
  {person} comes from {value}.
  {person} grew up in {value}.
  The family of {person} is from {value}.
  {person} left {value} at the age of ten.
  Although {person} lives here, {value} will always be home.
  ? Which country does {person} come from?
  ? Where did {person} grow up?
  ? Where is the family of {person} from?
  ? Which country did {person} leave as a child?
  ? Tell me the country of origin of {person}.
  ? what country is {person} from?
  ? Name the home country of {person}.
  * the country {person} comes from
  * the home country of {person}

honeymoon: person -> city
  {person} spent the honeymoon in {value}.
  The honeymoon of {person} was in {value}.
  After the wedding {person} flew to {value}.
  {person} remembers the honeymoon in {value} with a smile.
  {person} wanted to go to {other} for the honeymoon, but it became {value}.
  ? Where did {person} spend the honeymoon?
  ? In which city was the honeymoon of {person}?
  ? Where did {person} fly after the wedding?
  ? Which city did {person} choose for the honeymoon?
  ? Tell me where {person} was on honeymoon.
  ? what city did {person} go to for the honeymoon?
  ? Name the place of {person}'s honeymoon.
  * the city where {person} spent the honeymoon

university: person -> school
  {person} teaches at {value}.
  {person} is a professor at {value}.
  The office of {person} is in the main building of {value}.
  {value} offered {person} a position as a teacher.
  You can hear a lecture by {person} at {value} on Mondays.
  ? Where does {person} teach?
  ? At which school does {person} teach?
  ? Which college has {person} as a professor?
  ? Where can I hear a lecture by {person}?
  ? Tell me where {person} works as a teacher.
  ? which school offered {person} a position?
  ? Name the school at which {person} teaches.
  * the school at which {person} teaches
  * the school where {person} is a professor

garden: person -> flower
  {person} grows {value} in the garden.
  {person} planted a {value} under the window.
  The garden of {person} smells of {value}.
  On the balcony of {person} there is only {value}.
  {person} brought me a {value} from the garden.
  ? What does {person} grow in the garden?
  ? Which flower did {person} plant?
  ? What does the garden of {person} smell of?
  ? What plant is on the balcony of {person}?
  ? Tell me which flower {person} grows.
  ? what flower did {person} put under the window?
  ? Name the flower in the garden of {person}.

lost item: person -> object
  {person} lost a {value} on the train.
  {person} is looking for a {value} that went missing.
  Somebody stole the {value} of {person}.
  If you find a {value}, it belongs to {person}.
  {person} reported a missing {value} to the police.
  ? What did {person} lose?
  ? What is {person} looking for?
  ? What was stolen from {person}?
  ? Which thing of {person} went missing?
  ? Tell me what {person} lost on the train.
  ? what did {person} report as missing?
  ? Name the thing that {person} lost.

birthday wish: person -> object
  {person} would like a {value} for the birthday.
  On the wish list of {person} there is a {value}.
  We should get {person} a {value}.
  {person} has been hoping for a {value} since spring.
  A {value} would make {person} happy.
  ? What would {person} like for the birthday?
  ? What is on the wish list of {person}?
  ? What present should we get {person}?
  ? What has {person} been hoping for?
  ? Tell me what {person} wishes for.
  ? what would make {person} happy as a present?
  ? Name the birthday wish of {person}.

own ship: person -> ship
  {person} owns the {value}.
  {person} bought a ship called the {value}.
  The {value} belongs to {person}.
  {person} sails on the {value} every summer.
  The ship of {person} is the {value}, painted white.
  ? Which ship does {person} own?
  ? What is the ship of {person} called?
  ? What is the name of {person}'s ship?
  ? On which ship does {person} sail?
  ? Tell me the name of the ship that belongs to {person}.
  ? what's {person}'s ship called?
  ? Name the ship that {person} bought.
  * the ship that {person} owns
  * {person}'s ship

old school: person -> school
  {person} graduated from {value}.
  {person} got a diploma from {value}.
  The diploma on the wall of {person} is from {value}.
  {person} left {other} and graduated from {value}.
  After four years at {value} {person} finally graduated.
  ? From which school did {person} graduate?
  ? Where did {person} graduate?
  ? Which school gave {person} a diploma?
  ? Where is the diploma of {person} from?
  ? Tell me the school from which {person} graduated.
  ? which school did {person} finish?
  ? Name the school that {person} graduated from.
  * the school from which {person} graduated
  * the school that {person} graduated from

trip country: person -> country_new
  {person} is writing a travel book about {value}.
  The travel book by {person} is about {value}.
  {person} wrote three hundred pages on {value}.
  For the new travel book {person} spent a year in {value}.
  {value} is the subject of the travel book by {person}.
  ? About which country is {person} writing a travel book?
  ? What country is the travel book by {person} about?
  ? Where did {person} spend a year for the travel book?
  ? Which country is the subject of {person}'s travel book?
  ? Tell me the country in the travel book by {person}.
  ? which country did {person} write about?
  ? Name the country that {person} wrote a travel book about.
  * the country that {person} wrote a travel book about
  * the country in the travel book by {person}

seen film: person -> film
  {person} saw "{value}" at the cinema.
  Yesterday {person} watched "{value}".
  {person} took us to "{value}" on Friday.
  The film that {person} talked about is "{value}".
  "{value}" made {person} cry.
  ? Which film did {person} see?
  ? What did {person} watch at the cinema?
  ? To which film did {person} take us?
  ? What film did {person} talk about?
  ? Tell me the film that {person} saw.
  ? which movie did {person} watch?
  ? Name the film that made {person} cry.
  * the film that {person} saw
  * the film {person} talked about

found planet key: person -> planet
  {person} writes stories about the planet {value}.
  The stories of {person} take place on the planet {value}.
  {person} invented the planet {value}.
  The planet {value} comes up in every story by {person}.
  {person} painted the planet {value} on the wall.
  ? About which planet does {person} write stories?
  ? On which planet do the stories of {person} take place?
  ? Which planet did {person} invent?
  ? What planet did {person} paint on the wall?
  ? Tell me the planet in the stories of {person}.
  ? which planet comes up in the stories by {person}?
  ? Name the planet that {person} invented.
  * the planet that {person} invented
  * the planet in the stories of {person}

# --- work ---

project {attribute}: project -> {kind}
  The {attribute} of project {project} is {value}.
  Project {project} has {value} as its {attribute}.
  For project {project} the {attribute} was set to {value}.
  We agreed that {value} is the {attribute} of project {project}.
  The {attribute} of project {project} changed from {other} to {value}.
  In the wiki, project {project} has the {attribute} {value}, checked today.
  ? What is the {attribute} of project {project}?
  ? Which {attribute} does project {project} have?
  ? Tell me the {attribute} of project {project}.
  ? what's the {attribute} for project {project}?
  ? Which {attribute} was set for project {project}?
  ? I need the {attribute} of project {project}.
  ? What did we agree on as {attribute} of project {project}?
  ? Look up project {project}: what is its {attribute}?
  * the {attribute} of project {project}
  @ attribute=cost centre, kind=number5
  @ attribute=start date, kind=day_month
  @ attribute=priority, kind=priority
  @ attribute=main language, kind=code_language
  @ attribute=default branch, kind=branch
  @ attribute=repository, kind=repository
  @ attribute=database host, kind=server
  @ attribute=chat channel, kind=channel
  @ attribute=license, kind=license
  @ attribute=code name, kind=adjective_noun
  @ attribute=demo date, kind=day_month
  @ attribute=test coverage, kind=percent

project tester: project -> person
  {value} tests project {project}.
  The tests of project {project} are written by {value}.
  In project {project}, quality is the business of {value}.
  {value} found most of the bugs in project {project}.
  Send every new build of project {project} to {value} for testing.
  ? Who tests project {project}?
  ? Who writes the tests of project {project}?
  ? Who found the bugs in project {project}?
  ? Whom do I send a new build of project {project} for testing?
  ? Tell me the tester of project {project}.
  ? who does the testing for project {project}?
  ? Name the person who tests project {project}.
  * the tester of project {project}
  * the person who tests project {project}

project designer: project -> person
  {value} drew the logo of project {project}.
  The logo of project {project} was made by {value}.
  Project {project} owes its logo to {value}.
  For the logo of project {project} we paid {value} in cake.
  It was {value} who came up with the logo of project {project}.
  ? Who drew the logo of project {project}?
  ? By whom was the logo of project {project} made?
  ? Who came up with the logo of project {project}?
  ? To whom does project {project} owe its logo?
  ? Tell me who made the logo of project {project}.
  ? whose idea was the logo of project {project}?
  ? Name the designer of the logo of project {project}.
  * the person who drew the logo of project {project}

project blocker: project -> ticket
  Project {project} is blocked by {value}.
  Nothing moves in project {project} until {value} is done.
  The only open issue of project {project} is {value}.
  We cannot release project {project} because of {value}.
  Once {value} is fixed, project {project} can go on.
  ? What blocks project {project}?
  ? Which ticket is project {project} blocked by?
  ? What is the open issue of project {project}?
  ? Why can we not release project {project}?
  ? Tell me the ticket that blocks project {project}.
  ? which issue holds up project {project}?
  ? What must be fixed before project {project} can go on?
  * the ticket that blocks project {project}
  * the open issue of project {project}

bug cause: ticket -> adjective_noun
  The cause of {ticket} was a {value}.
  We traced {ticket} back to a {value}.
  {ticket} happened because of a {value}.
  A {value} was behind {ticket}, as it turned out.
  Nobody expected a {value} to cause {ticket}.
  ? What was the cause of {ticket}?
  ? What was behind {ticket}?
  ? Why did {ticket} happen?
  ? What caused {ticket}?
  ? Tell me the reason for {ticket}.
  ? what did we trace {ticket} back to?
  ? Name the cause of {ticket}.

bug reporter: ticket -> person
  {value} reported {ticket}.
  {ticket} was opened by {value}.
  The reporter of {ticket} is {value}.
  We heard about {ticket} from {value}.
  It was {value} who noticed {ticket} first, late at night.
  ? Who reported {ticket}?
  ? Who opened {ticket}?
  ? Who is the reporter of {ticket}?
  ? From whom did we hear about {ticket}?
  ? Tell me who noticed {ticket}.
  ? by whom was {ticket} opened?
  ? Name the person who reported {ticket}.
  * the person who reported {ticket}
  * the reporter of {ticket}

bug fix version: ticket -> version
  {ticket} is fixed in version {value}.
  The fix for {ticket} ships with {value}.
  Version {value} contains the fix for {ticket}.
  {ticket} will be gone once you install {value}.
  We closed {ticket} with release {value}, finally.
  ? In which version is {ticket} fixed?
  ? Which release contains the fix for {ticket}?
  ? What version do I install to get rid of {ticket}?
  ? With which release did we close {ticket}?
  ? Tell me the version that fixes {ticket}.
  ? which version has the fix for {ticket}?
  ? Name the release in which {ticket} was fixed.

server location: server -> city
  {server} stands in {value}.
  The data centre of {server} is in {value}.
  We moved {server} from {other} to {value}.
  {server} runs in a basement in {value}.
  To touch {server} you have to drive to {value}.
  ? Where does {server} stand?
  ? In which city is {server}?
  ? Where is the data centre of {server}?
  ? To which city did we move {server}?
  ? Tell me the location of {server}.
  ? what city is {server} in?
  ? Name the city in which {server} runs.
  * the city where {server} stands
  * the city in which {server} runs

server memory: server -> gigabytes
  {server} has {value} of memory.
  We put {value} into {server}.
  The memory of {server} is {value}.
  {server} was upgraded to {value} of RAM.
  With only {value} of memory, {server} is always slow.
  ? How much memory does {server} have?
  ? How much RAM is in {server}?
  ? What is the memory of {server}?
  ? How many gigabytes did we put into {server}?
  ? Tell me the memory size of {server}.
  ? how much ram does {server} have?
  ? To how much memory was {server} upgraded?

server backup: server -> time
  The backup of {server} runs at {value}.
  {server} is backed up every night at {value}.
  At {value} {server} makes its backup.
  Do not touch {server} at {value}, the backup is running.
  We shifted the backup of {server} from {other} to {value}.
  ? When does the backup of {server} run?
  ? At what time is {server} backed up?
  ? What time is the backup of {server}?
  ? When should I not touch {server}?
  ? Tell me the time of the backup of {server}.
  ? at which hour does {server} make its backup?
  ? To what time did we shift the backup of {server}?

service owner: service -> person
  {value} is on call for the {service}.
  If the {service} breaks, call {value}.
  The {service} was written by {value}.
  {value} looks after the {service}.
  Only {value} really understands the {service}, I am afraid.
  ? Who is on call for the {service}?
  ? Who looks after the {service}?
  ? Whom do I call if the {service} breaks?
  ? Who understands the {service}?
  ? Tell me who is responsible for the {service}.
  ? who wrote the {service}?
  ? Name the person behind the {service}.
  * the person who looks after the {service}
  * the person on call for the {service}

service limit: service -> number4
  The {service} allows {value} requests per hour.
  You may call the {service} {value} times an hour.
  The limit of the {service} is {value} requests.
  After {value} calls the {service} answers with an error.
  They raised the limit of the {service} from {other} to {value} requests.
  ? How many requests does the {service} allow?
  ? What is the limit of the {service}?
  ? How often may I call the {service} per hour?
  ? After how many calls does the {service} give an error?
  ? Tell me the request limit of the {service}.
  ? how many times an hour can I use the {service}?
  ? Which limit does the {service} have?

error code: code_error -> adjective_noun
  Error {code_error} means {a_value}.
  If you see {code_error}, it is {a_value}.
  {code_error} stands for {a_value}.
  The manual lists {code_error} as {a_value}.
  When the machine shows {code_error}, look for {a_value}.
  ? What does error {code_error} mean?
  ? What is {code_error}?
  ? What does {code_error} stand for?
  ? What is wrong when the machine shows {code_error}?
  ? Tell me the meaning of error {code_error}.
  ? what's the problem with {code_error}?
  ? How does the manual explain {code_error}?

invoice amount: invoice -> price
  Invoice {invoice} is for {value}.
  We still have to pay {value} for invoice {invoice}.
  The amount of invoice {invoice} is {value}.
  On invoice {invoice} it says {value}.
  They sent us {invoice} over {value}, due next week.
  ? How much is invoice {invoice}?
  ? What is the amount of invoice {invoice}?
  ? How much do we have to pay for invoice {invoice}?
  ? Which sum is on invoice {invoice}?
  ? Tell me the amount of {invoice}.
  ? how much money is {invoice}?
  ? What does it say on invoice {invoice}?

invoice sender: invoice -> organisation
  Invoice {invoice} comes from {value}.
  {value} sent us invoice {invoice}.
  We got invoice {invoice} from {value}.
  The sender of invoice {invoice} is {value}.
  Please pay {invoice} to {value}, the second reminder is here.
  ? Who sent invoice {invoice}?
  ? Which company is invoice {invoice} from?
  ? From whom did we get invoice {invoice}?
  ? Who is the sender of invoice {invoice}?
  ? Tell me the company behind invoice {invoice}.
  ? which firm do we pay for {invoice}?
  ? Name the sender of {invoice}.
  * the company that sent invoice {invoice}
  * the sender of invoice {invoice}

company head: organisation -> person
  {value} is the head of {organisation}.
  {organisation} is led by {value}.
  The new boss at {organisation} is {value}.
  {organisation} made {value} its director.
  After {other} left, {value} took over as head of {organisation}.
  ? Who is the head of {organisation}?
  ? Who leads {organisation}?
  ? Who is the boss at {organisation}?
  ? Who became director of {organisation}?
  ? Tell me the name of the director of {organisation}.
  ? who's in charge at {organisation}?
  ? Name the head of {organisation}.
  * the head of {organisation}
  * the person who leads {organisation}

company slogan: organisation -> slogan
  The slogan of {organisation} is "{value}".
  {organisation} advertises with the words "{value}".
  "{value}" is written on every truck of {organisation}.
  Above the entrance of {organisation} you can read "{value}".
  {organisation} paid a lot of money for the line "{value}".
  ? What is the slogan of {organisation}?
  ? With which words does {organisation} advertise?
  ? What is written on the trucks of {organisation}?
  ? What can you read above the entrance of {organisation}?
  ? Tell me the slogan of {organisation}.
  ? what's the motto of {organisation}?
  ? Which line did {organisation} pay for?

company supplier: organisation -> organisation
  {organisation} buys its parts from {value}.
  {value} supplies {organisation}.
  The most important supplier of {organisation} is {value}.
  {organisation} gets all material from {value}.
  Without {value}, {organisation} would have nothing to sell.
  ? Who supplies {organisation}?
  ? From which company does {organisation} buy its parts?
  ? What is the most important supplier of {organisation}?
  ? Where does {organisation} get its material?
  ? Tell me the supplier of {organisation}.
  ? which firm delivers to {organisation}?
  ? Name the company that supplies {organisation}.
  * the supplier of {organisation}
  * the company that supplies {organisation}

company colour: organisation -> colour
  The logo of {organisation} is {value}.
  {organisation} paints all its vans {value}.
  You can tell {organisation} by its {value} logo.
  At {organisation} everybody wears {value} shirts.
  {organisation} changed its colour from {other} to {value}.
  ? What colour is the logo of {organisation}?
  ? Which colour does {organisation} use?
  ? In what colour does {organisation} paint its vans?
  ? What colour are the shirts at {organisation}?
  ? Tell me the colour of {organisation}.
  ? what colour does {organisation} have?
  ? By which colour can you tell {organisation}?

# --- places ---

twin town: city -> city
  {city} is twinned with {value}.
  The twin town of {city} is {value}.
  {city} has a partnership with {value}.
  Every year a choir from {value} visits its twin town {city}.
  The mayor of {city} signed a twin town contract with {value}.
  ? Which city is {city} twinned with?
  ? What is the twin town of {city}?
  ? With which town does {city} have a partnership?
  ? From which city does a choir visit {city}?
  ? Tell me the twin town of {city}.
  ? which town is the partner of {city}?
  ? Name the city that {city} is twinned with.
  * the twin town of {city}
  * the city that {city} is twinned with

market day: city -> weekday
  In {city} the market is on {value}.
  {city} holds its market every {value}.
  The market day of {city} is {value}.
  Go to {city} on a {value} if you want to see the market.
  They moved the market in {city} from {other} to {value}.
  ? On which day is the market in {city}?
  ? What is the market day of {city}?
  ? When does {city} hold its market?
  ? On what day of the week should I go to {city} for the market?
  ? Tell me the day of the market in {city}.
  ? which day is market day in {city}?
  ? Name the weekday on which {city} has its market.

postal code: city -> number5
  The postal code of {city} is {value}.
  Letters to {city} need the code {value}.
  {city} has the postal code {value}.
  Write {value} on the envelope if it goes to {city}.
  {value} is the number for {city} on every letter.
  ? What is the postal code of {city}?
  ? Which code do letters to {city} need?
  ? Which postal code does {city} have?
  ? What do I write on an envelope to {city}?
  ? Tell me the postal code of {city}.
  ? what's the zip of {city}?
  ? What is {city}'s postal code?

city bird: city -> animal
  The coat of arms of {city} shows a {value}.
  {city} has a {value} on its flag.
  You see a {value} on the flag of {city}.
  The symbol of {city} is a {value}.
  A {value} looks down from the town hall of {city}.
  ? Which animal is on the flag of {city}?
  ? What does the coat of arms of {city} show?
  ? What is the symbol of {city}?
  ? What animal looks down from the town hall of {city}?
  ? Tell me the animal on the flag of {city}.
  ? what's the heraldic animal of {city}?
  ? Name the animal of {city}.

local newspaper: city -> title
  The newspaper of {city} is called {value}.
  In {city} everybody reads {value}.
  {value} is printed in {city} every morning.
  I put an advertisement into {value}, the paper of {city}.
  If you live in {city}, you get your news from {value}.
  ? What is the newspaper of {city} called?
  ? Which paper do people read in {city}?
  ? What newspaper is printed in {city}?
  ? Where do people in {city} get their news from?
  ? Tell me the name of the newspaper of {city}.
  ? which paper is from {city}?
  ? Name the newspaper of {city}.

capital: country_new -> city
  The capital of {country_new} is {value}.
  {country_new} is governed from {value}.
  {value} is the capital of {country_new}.
  The king of {country_new} lives in {value}, the capital.
  {country_new} moved its capital from {other} to {value}.
  ? What is the capital of {country_new}?
  ? From which city is {country_new} governed?
  ? Which city is the capital of {country_new}?
  ? Where does the king of {country_new} live?
  ? Tell me the capital of {country_new}.
  ? what's the capital city of {country_new}?
  ? Name the capital of {country_new}.
  * the capital of {country_new}
  * the city from which {country_new} is governed

currency: country_new -> pseudo
  In {country_new} you pay with the {value}.
  The currency of {country_new} is the {value}.
  {country_new} introduced the {value} as its money.
  Change your money into {value} before you go to {country_new}.
  The {value} is worth little outside {country_new}.
  ? What is the currency of {country_new}?
  ? With what do you pay in {country_new}?
  ? Which money did {country_new} introduce?
  ? What do I change my money into for {country_new}?
  ? Tell me the currency of {country_new}.
  ? what money do they use in {country_new}?
  ? Name the currency of {country_new}.

ruler: country_new -> person
  {country_new} is ruled by {value}.
  {value} is the president of {country_new}.
  The people of {country_new} elected {value}.
  The president of {country_new}, {value}, came for a visit.
  In {country_new} {value} has been in power for ten years.
  ? Who rules {country_new}?
  ? Who is the president of {country_new}?
  ? Whom did the people of {country_new} elect?
  ? Who is in power in {country_new}?
  ? Tell me the president of {country_new}.
  ? who's the leader of {country_new}?
  ? Name the president of {country_new}.
  * the president of {country_new}
  * the person who rules {country_new}

building opening: landmark -> time
  The {landmark} opens at {value}.
  You can enter the {landmark} from {value} on.
  At {value} the doors of the {landmark} open.
  Be at the {landmark} at {value} to avoid the queue.
  On weekdays the {landmark} opens at {value}, I checked.
  ? When does the {landmark} open?
  ? At what time does the {landmark} open?
  ? What is the opening time of the {landmark}?
  ? From when on can I enter the {landmark}?
  ? Tell me the opening time of the {landmark}.
  ? what time do the doors of the {landmark} open?
  ? By when should I be at the {landmark} to avoid the queue?

building fee: landmark -> price
  It costs {value} to visit the {landmark}.
  The entrance to the {landmark} is {value}.
  They wanted {value} from us at the {landmark}.
  A ticket for the {landmark} is {value}.
  For {value} you may climb to the top of the {landmark}.
  ? How much does it cost to visit the {landmark}?
  ? What is the entrance fee of the {landmark}?
  ? How much is a ticket for the {landmark}?
  ? How much did they want from us at the {landmark}?
  ? Tell me the entrance fee of the {landmark}.
  ? how much is the {landmark}?
  ? What do I pay to climb to the top of the {landmark}?

building steps: landmark -> number3
  There are {value} steps in the {landmark}.
  The {landmark} has {value} steps.
  I climbed all {value} steps of the {landmark}.
  We counted {value} steps to the top of the {landmark}.
  After {value} steps you are at the top of the {landmark}.
  ? How many steps does the {landmark} have?
  ? How many steps are there in the {landmark}?
  ? How many steps did I climb in the {landmark}?
  ? What is the number of steps of the {landmark}?
  ? Tell me how many steps lead to the top of the {landmark}.
  ? how many steps up to the top of the {landmark}?
  ? Name the number of steps in the {landmark}.

building guide: landmark -> person
  {value} guided us through the {landmark}.
  Our guide in the {landmark} was {value}.
  If you visit the {landmark}, ask for {value}.
  The best guide of the {landmark} is {value}.
  At the {landmark} we met {value}, who knows every stone.
  ? Who guided us through the {landmark}?
  ? Who was our guide in the {landmark}?
  ? Whom should I ask for at the {landmark}?
  ? Who is the best guide of the {landmark}?
  ? Tell me the name of the guide in the {landmark}.
  ? who showed us the {landmark}?
  ? Name our guide at the {landmark}.
  * the guide of the {landmark}
  * the person who guided us through the {landmark}

principal: school -> person
  The principal of {school} is {value}.
  {value} runs {school}.
  {school} is headed by {value}.
  The letter from {school} was signed by {value}, the principal.
  Since last year {value} has been in charge of {school}.
  ? Who is the principal of {school}?
  ? Who runs {school}?
  ? By whom is {school} headed?
  ? Who signed the letter from {school}?
  ? Tell me the principal of {school}.
  ? who's in charge of {school}?
  ? Name the principal of {school}.
  * the principal of {school}
  * the person who runs {school}

school pupils: school -> number3
  {school} has {value} pupils.
  There are {value} children at {school}.
  {value} pupils go to {school}.
  This year {school} counts {value} pupils, a record.
  With {value} pupils {school} is full.
  ? How many pupils does {school} have?
  ? How many children are at {school}?
  ? What is the number of pupils of {school}?
  ? How many children go to {school}?
  ? Tell me the number of pupils at {school}.
  ? how many kids go to {school}?
  ? How large is {school}, in pupils?

# --- things, ships, machines, teams ---

captain: ship -> person
  The captain of the {ship} is {value}.
  {value} commands the {ship}.
  The {ship} sails under {value}.
  {value} was made captain of the {ship} in spring.
  On board the {ship}, everyone obeys {value}.
  ? Who is the captain of the {ship}?
  ? Who commands the {ship}?
  ? Under whom does the {ship} sail?
  ? Whom does everyone obey on board the {ship}?
  ? Tell me the captain of the {ship}.
  ? who's in command of the {ship}?
  ? Name the captain of the {ship}.
  * the captain of the {ship}
  * the person who commands the {ship}

home port: ship -> city
  The home port of the {ship} is {value}.
  The {ship} is registered in {value}.
  After every trip the {ship} returns to {value}.
  In {value} the {ship} lies at anchor.
  The {ship} left {other} and is back in {value}, its home port.
  ? What is the home port of the {ship}?
  ? Where is the {ship} registered?
  ? To which city does the {ship} return?
  ? Where does the {ship} lie at anchor?
  ? Tell me the home port of the {ship}.
  ? which port does the {ship} belong to?
  ? Name the home port of the {ship}.
  * the home port of the {ship}
  * the city where the {ship} is registered

cargo: ship -> collectible
  The {ship} carries {value}.
  The cargo of the {ship} is {value}.
  They loaded {value} onto the {ship}.
  The {ship} is full of {value} this time.
  When the {ship} sank, {value} floated on the sea.
  ? What does the {ship} carry?
  ? What is the cargo of the {ship}?
  ? What did they load onto the {ship}?
  ? What is the {ship} full of?
  ? Tell me the cargo of the {ship}.
  ? what's on board the {ship}?
  ? Name the cargo that the {ship} carries.

coach: team -> person
  The {team} are coached by {value}.
  {value} trains the {team}.
  The coach of the {team} is {value}.
  The {team} fired {other} and hired {value} as coach.
  Under coach {value} the {team} never lose at home.
  ? Who coaches the {team}?
  ? Who trains the {team}?
  ? Who is the coach of the {team}?
  ? Whom did the {team} hire as coach?
  ? Tell me the coach of the {team}.
  ? who's the trainer of the {team}?
  ? Name the coach of the {team}.
  * the coach of the {team}
  * the person who coaches the {team}

team captain: team -> person
  The captain of the {team} is {value}.
  {value} is captain of the {team}.
  The {team} chose {value} as their captain.
  Before the game {value} led the {team} onto the field as captain.
  The armband of the {team} goes to {value}.
  ? Who is the captain of the {team}?
  ? Whom did the {team} choose as captain?
  ? Who leads the {team} onto the field?
  ? Who wears the armband of the {team}?
  ? Tell me the captain of the {team}.
  ? who's captain of the {team}?
  ? Name the captain of the {team}.
  * the captain of the {team}

stadium: team -> landmark
  The {team} play in the {value}.
  The home of the {team} is the {value}.
  You can see the {team} at the {value}.
  The {value} was sold out when the {team} played.
  Next year the {team} move into the {value}.
  ? Where do the {team} play?
  ? What is the home of the {team}?
  ? Where can you see the {team}?
  ? Which place was sold out for the {team}?
  ? Tell me where the {team} play.
  ? where's the home ground of the {team}?
  ? Name the place where the {team} play.
  * the place where the {team} play

team mascot: team -> creature
  The mascot of the {team} is a {value}.
  A {value} dances for the {team} at half time.
  The {team} have a {value} as their mascot.
  On the shirts of the {team} you see a {value}.
  For the {team} somebody dresses up as a {value}.
  ? What is the mascot of the {team}?
  ? Which animal dances for the {team}?
  ? What do you see on the shirts of the {team}?
  ? Which mascot do the {team} have?
  ? Tell me the mascot of the {team}.
  ? what animal stands for the {team}?
  ? Name the mascot of the {team}.

singer: band -> person
  {value} sings for {band}.
  The singer of {band} is {value}.
  {band} became famous when {value} started to sing there.
  The voice of {band} belongs to {value}.
  {band} replaced {other} by {value} as their singer.
  ? Who sings for {band}?
  ? Who is the singer of {band}?
  ? To whom does the voice of {band} belong?
  ? Who is the voice of {band}?
  ? Tell me the singer of {band}.
  ? who's singing in {band}?
  ? Name the singer of {band}.
  * the singer of {band}
  * the person who sings for {band}

album: band -> title
  The new album of {band} is "{value}".
  {band} released "{value}" last week.
  I bought "{value}" by {band}.
  On "{value}" you hear {band} at their best.
  {band} recorded "{value}" in an old church.
  ? What is the new album of {band}?
  ? Which album did {band} release?
  ? What is the title of the album by {band}?
  ? What did {band} record in an old church?
  ? Tell me the name of the album by {band}.
  ? what's the record of {band} called?
  ? Name the album of {band}.

machine room: machine -> room
  The {machine} stands in room {value}.
  You can find the {machine} in room {value}.
  We moved the {machine} to room {value}.
  In room {value} there is the {machine}.
  The {machine} was carried from room {other} to room {value}.
  ? In which room is the {machine}?
  ? Where is the {machine}?
  ? To which room did we move the {machine}?
  ? Where can I find the {machine}?
  ? Tell me the room of the {machine}.
  ? which room has the {machine}?
  ? Name the room in which the {machine} stands.

machine year: machine -> near_past
  We bought the {machine} in {value}.
  The {machine} was built in {value}.
  The {machine} has been here since {value}.
  On the {machine} you can read the year {value}.
  In {value} the {machine} was brand new.
  ? When did we buy the {machine}?
  ? In what year was the {machine} built?
  ? Since when has the {machine} been here?
  ? Which year can you read on the {machine}?
  ? Tell me the year of the {machine}.
  ? how old is the {machine}, which year?
  ? In which year was the {machine} brand new?

machine operator: machine -> person
  {value} operates the {machine}.
  Only {value} may use the {machine}.
  The {machine} is run by {value}.
  If the {machine} stops, {value} must come.
  {value} was trained on the {machine} for a month.
  ? Who operates the {machine}?
  ? Who may use the {machine}?
  ? By whom is the {machine} run?
  ? Who must come if the {machine} stops?
  ? Tell me who runs the {machine}.
  ? who was trained on the {machine}?
  ? Name the operator of the {machine}.
  * the operator of the {machine}
  * the person who operates the {machine}

machine temperature: machine -> degrees
  The {machine} runs at {value}.
  Set the {machine} to {value}.
  The {machine} must not get hotter than {value}.
  At {value} the {machine} works best.
  We turned the {machine} down from {other} to {value}.
  ? At what temperature does the {machine} run?
  ? To how many degrees do I set the {machine}?
  ? How hot may the {machine} get?
  ? At which temperature does the {machine} work best?
  ? Tell me the temperature of the {machine}.
  ? how hot should the {machine} be?
  ? What temperature does the {machine} need?

# --- events, films, journeys ---

event place: event -> landmark
  The {event} takes place in the {value}.
  This year the {event} is held at the {value}.
  We meet at the {value} for the {event}.
  The {value} hosts the {event}.
  They moved the {event} from the {other} to the {value}.
  ? Where does the {event} take place?
  ? Where is the {event} held?
  ? In which building is the {event}?
  ? Where do we meet for the {event}?
  ? Tell me the venue of the {event}.
  ? what's the venue for the {event}?
  ? Name the place that hosts the {event}.
  * the place where the {event} is held
  * the venue of the {event}

event visitors: event -> number5
  {value} people came to the {event}.
  The {event} had {value} visitors.
  We counted {value} visitors at the {event}.
  The {event} was seen by {value} people.
  With {value} guests the {event} broke all records.
  ? How many people came to the {event}?
  ? How many visitors did the {event} have?
  ? What is the number of visitors of the {event}?
  ? By how many people was the {event} seen?
  ? Tell me how many guests were at the {event}.
  ? how many people were at the {event}?
  ? How many visitors did we count at the {event}?

event organiser: event -> person
  {value} organises the {event}.
  The {event} is organised by {value}.
  Behind the {event} stands {value}.
  For a table at the {event}, write to {value}.
  Without {value} there would be no {event}.
  ? Who organises the {event}?
  ? Who is the organiser of the {event}?
  ? By whom is the {event} organised?
  ? Who is behind the {event}?
  ? Tell me the organiser of the {event}.
  ? whom do I write to about the {event}?
  ? Name the person who organises the {event}.
  * the organiser of the {event}
  * the person who organises the {event}

event sponsor: event -> organisation
  The {event} is sponsored by {value}.
  {value} pays for the {event}.
  The main sponsor of the {event} is {value}.
  On every poster of the {event} you see the logo of {value}.
  {value} gave money for the {event} again.
  ? Who sponsors the {event}?
  ? Which company pays for the {event}?
  ? Who is the main sponsor of the {event}?
  ? Whose logo is on the posters of the {event}?
  ? Tell me the sponsor of the {event}.
  ? which firm gave money for the {event}?
  ? Name the company that sponsors the {event}.
  * the sponsor of the {event}
  * the company that pays for the {event}

event prize: event -> object
  First prize at the {event} is a {value}.
  At the {event} you can win a {value}.
  The winner of the {event} takes home a {value}.
  They give away a {value} at the {event}.
  A {value} waits for the winner of the {event}.
  ? What is the first prize at the {event}?
  ? What can you win at the {event}?
  ? What does the winner of the {event} take home?
  ? What do they give away at the {event}?
  ? Tell me the prize of the {event}.
  ? what's the prize at the {event}?
  ? Name the first prize of the {event}.

film director: film -> person
  "{film}" was directed by {value}.
  {value} made the film "{film}".
  The director of "{film}" is {value}.
  I saw "{film}", the film by {value}.
  For "{film}" {value} got the prize for best director.
  ? Who directed "{film}"?
  ? Who made the film "{film}"?
  ? Who is the director of "{film}"?
  ? By whom is the film "{film}"?
  ? Tell me the director of "{film}".
  ? whose film is "{film}"?
  ? Name the director of "{film}".
  * the director of "{film}"
  * the person who made the film "{film}"

film star: film -> person
  {value} plays the main part in "{film}".
  In "{film}" you can see {value}.
  The star of "{film}" is {value}.
  "{film}" made {value} famous.
  They gave {value} the leading role in "{film}".
  ? Who plays the main part in "{film}"?
  ? Who is the star of "{film}"?
  ? Who has the leading role in "{film}"?
  ? Whom did "{film}" make famous?
  ? Tell me who stars in "{film}".
  ? who's the actor in "{film}"?
  ? Name the star of "{film}".
  * the star of "{film}"
  * the person who plays the main part in "{film}"

film length: film -> minutes
  "{film}" is {value} long.
  "{film}" runs for {value}.
  It takes {value} to watch "{film}".
  I fell asleep in "{film}", it lasts {value}.
  The film "{film}" was cut down to {value}.
  ? How long is "{film}"?
  ? How long does "{film}" run?
  ? What is the length of the film "{film}"?
  ? How long does it take to watch "{film}"?
  ? Tell me how long "{film}" lasts.
  ? how many minutes is "{film}"?
  ? What is the running time of "{film}"?

book hero: title -> first_name
  The hero of "{title}" is called {value}.
  "{title}" tells the story of {value}.
  In "{title}" a child named {value} finds a door in the wall.
  {value} is the main character in "{title}".
  I cried when {value} died in "{title}".
  ? What is the hero of "{title}" called?
  ? Whose story does "{title}" tell?
  ? Who is the main character in "{title}"?
  ? Which child finds a door in the wall in "{title}"?
  ? Tell me the name of the hero of "{title}".
  ? who's "{title}" about?
  ? Name the main character of "{title}".

book publisher: title -> organisation
  "{title}" was published by {value}.
  {value} printed "{title}".
  The publisher of "{title}" is {value}.
  You can order "{title}" from {value}.
  After ten refusals, {value} accepted "{title}".
  ? Who published "{title}"?
  ? Which company printed "{title}"?
  ? Who is the publisher of "{title}"?
  ? From whom can I order "{title}"?
  ? Tell me the publisher of "{title}".
  ? which publisher accepted "{title}"?
  ? Name the company that published "{title}".
  * the publisher of "{title}"
  * the company that published "{title}"

train platform: city, time -> number2
  The train to {city} at {time} leaves from platform {value}.
  Go to platform {value} for the {time} train to {city}.
  Platform {value} is where the {time} to {city} departs.
  The {time} train to {city} was moved from platform {other} to platform {value}.
  At {time} the train to {city} leaves, platform {value}.
  ? From which platform does the train to {city} at {time} leave?
  ? Which platform is the {time} train to {city} on?
  ? What is the platform of the {time} train to {city}?
  ? Where does the {time} to {city} depart?
  ? Tell me the platform for the train to {city} at {time}.
  ? which platform do I go to for the {time} to {city}?
  ? Name the platform of the train to {city} at {time}.

flight gate: flight -> seat
  Flight {flight} boards at gate {value}.
  Gate {value} is for {flight}.
  Passengers of {flight} go to gate {value}.
  The gate of {flight} is {value}.
  They changed the gate of flight {flight} from {other} to {value}.
  ? At which gate does flight {flight} board?
  ? What is the gate of {flight}?
  ? Which gate is flight {flight}?
  ? Where do passengers of {flight} go?
  ? Tell me the gate for {flight}.
  ? which gate do I need for {flight}?
  ? To which gate was flight {flight} changed?

flight destination: flight -> city
  Flight {flight} goes to {value}.
  {flight} lands in {value}.
  With {flight} you get to {value}.
  The destination of {flight} is {value}.
  Flight {flight} had to stop in {other} on the way to {value}.
  ? Where does flight {flight} go?
  ? In which city does {flight} land?
  ? What is the destination of {flight}?
  ? Where do I get with {flight}?
  ? Tell me the destination of flight {flight}.
  ? which city does {flight} fly to?
  ? Name the city to which flight {flight} goes.
  * the city to which flight {flight} goes
  * the destination of flight {flight}

recipe giver: dish -> person
  The recipe for the {dish} is from {value}.
  {value} taught me how to make the {dish}.
  I got the recipe for the {dish} from {value}.
  Nobody makes the {dish} like {value}.
  It was {value} who wrote down the recipe for the {dish}.
  ? Who taught me how to make the {dish}?
  ? From whom is the recipe for the {dish}?
  ? Whose recipe is the {dish}?
  ? Who wrote down the recipe for the {dish}?
  ? Tell me who gave me the recipe for the {dish}.
  ? from whom did I get the recipe for the {dish}?
  ? Name the person behind the recipe for the {dish}.
  * the person who taught me how to make the {dish}

recipe amount: dish -> grams
  For the {dish} you need {value} of flour.
  The {dish} takes {value} of flour.
  Put {value} of flour into the {dish}.
  The recipe of the {dish} says {value} of flour.
  I used {other} of flour for the {dish}, but it should be {value}.
  ? How much flour do I need for the {dish}?
  ? How much flour goes into the {dish}?
  ? How much flour does the {dish} take?
  ? What does the recipe of the {dish} say about flour?
  ? Tell me the amount of flour for the {dish}.
  ? how much flour for the {dish}?
  ? What amount of flour should I use for the {dish}?

oven heat: dish -> degrees_oven
  Bake the {dish} at {value}.
  The {dish} needs an oven of {value}.
  Heat the oven to {value} for the {dish}.
  At {value} the {dish} turns out best.
  The {dish} burned at {other}, so take {value}.
  ? At what temperature do I bake the {dish}?
  ? How hot must the oven be for the {dish}?
  ? To how many degrees do I heat the oven for the {dish}?
  ? What temperature does the {dish} need?
  ? Tell me the oven temperature for the {dish}.
  ? how hot should I bake the {dish}?
  ? Which oven temperature is right for the {dish}?

# --- home ---

thing bought at: kept_thing -> organisation
  I bought the {kept_thing} at {value}.
  The {kept_thing} came from {value}.
  We ordered the {kept_thing} from {value}.
  {value} sold me the {kept_thing}.
  There is a receipt from {value} for the {kept_thing}.
  ? Where did I buy the {kept_thing}?
  ? Which company sold me the {kept_thing}?
  ? From which shop did the {kept_thing} come?
  ? Where did we order the {kept_thing}?
  ? Tell me where the {kept_thing} came from.
  ? where did we get the {kept_thing}?
  ? Name the company from which I bought the {kept_thing}.

thing lent: kept_thing -> person
  I lent the {kept_thing} to {value}.
  {value} borrowed the {kept_thing}.
  The {kept_thing} went to {value} for the weekend.
  {value} still has the {kept_thing}.
  Ask {value} if you need the {kept_thing}.
  ? Who borrowed the {kept_thing}?
  ? To whom did I lend the {kept_thing}?
  ? Who has the {kept_thing}?
  ? Whom should I ask for the {kept_thing}?
  ? Tell me who got the {kept_thing} from me.
  ? who still has the {kept_thing}?
  ? Name the person who borrowed the {kept_thing}.
  * the person who borrowed the {kept_thing}
  * the person to whom I lent the {kept_thing}

plant watering: plant -> weekday
  Water the {plant} every {value}.
  The {plant} gets water on {value}.
  On {value} somebody has to water the {plant}.
  The {plant} is watered each {value}, never more often.
  I forgot to water the {plant} on {value}, its usual day.
  ? On which day do I water the {plant}?
  ? When does the {plant} get water?
  ? What is the watering day of the {plant}?
  ? On what day of the week is the {plant} watered?
  ? Tell me when to water the {plant}.
  ? which day is for the {plant}?
  ? When does somebody have to water the {plant}?

plant place: plant -> place_kept_room
  The {plant} stands in the {value}.
  I put the {plant} in the {value}.
  In the {value} there is enough light for the {plant}.
  The {plant} likes it best in the {value}.
  We carried the {plant} from the {other} to the {value}.
  ? Where does the {plant} stand?
  ? Where did I put the {plant}?
  ? In which room is the {plant}?
  ? Where does the {plant} like it best?
  ? Tell me where the {plant} is.
  ? where's the {plant}?
  ? To which room did we carry the {plant}?

waste day: waste -> weekday
  The {waste} {is} collected on {value}.
  On {value} they come for the {waste}.
  Put the {waste} out on {value}.
  {value} is the day of the {waste}.
  From now on they take the {waste} on {value}, not on {other}.
  ? When {is} the {waste} collected?
  ? On which day do they come for the {waste}?
  ? When do I put the {waste} out?
  ? What is the collection day of the {waste}?
  ? Tell me the day for the {waste}.
  ? which day is for the {waste}?
  ? On what day of the week do they take the {waste}?

room colour: person, house_room -> colour
  {person} painted the {house_room} {value}.
  The {house_room} of {person} is {value}.
  In the {value} {house_room} of {person} we had tea.
  {person} wants the {house_room} in {value}.
  The {house_room} at {person}'s place was {other}, now it is {value}.
  ? What colour is the {house_room} of {person}?
  ? In which colour did {person} paint the {house_room}?
  ? What is the colour of {person}'s {house_room}?
  ? Which colour does {person} want for the {house_room}?
  ? Tell me the colour of the {house_room} at {person}'s place.
  ? what colour did {person} choose for the {house_room}?
  ? Name the colour of the {house_room} of {person}.

# --- science that never was ---

planet moons: planet -> number2
  The planet {planet} has {value} moons.
  {value} moons circle {planet}.
  Astronomers counted {value} moons around {planet}.
  From {planet} you can see {value} moons at night.
  It was long believed that {planet} has {other} moons, but there are {value}.
  ? How many moons does the planet {planet} have?
  ? How many moons circle {planet}?
  ? How many moons did astronomers count around {planet}?
  ? What is the number of moons of {planet}?
  ? Tell me how many moons {planet} has.
  ? how many moons are there around {planet}?
  ? How many moons can you see from {planet}?

planet discoverer: planet -> person
  The planet {planet} was discovered by {value}.
  {value} found the planet {planet}.
  It was {value} who first saw {planet}.
  The discovery of {planet} made {value} famous.
  Through a cheap telescope {value} discovered {planet}.
  ? Who discovered the planet {planet}?
  ? Who found {planet}?
  ? Who first saw {planet}?
  ? By whom was {planet} discovered?
  ? Tell me the discoverer of {planet}.
  ? whom did {planet} make famous?
  ? Name the discoverer of the planet {planet}.
  * the discoverer of {planet}
  * the person who found the planet {planet}

planet year: planet -> days
  A year on {planet} lasts {value}.
  {planet} circles its star in {value}.
  It takes {planet} {value} to go round its sun.
  After {value} a new year begins on {planet}.
  The year of {planet} is {value} long.
  ? How long is a year on {planet}?
  ? How long does {planet} take to circle its star?
  ? In how many days does {planet} go round its sun?
  ? What is the length of the year on {planet}?
  ? Tell me how long a year on {planet} lasts.
  ? after how many days does a new year begin on {planet}?
  ? How long does the year of {planet} last?

medicine use: medicine -> illness
  {medicine} helps against {value}.
  {medicine} is a medicine for {value}.
  Doctors give {medicine} to patients with {value}.
  Take {medicine} if you suffer from {value}.
  The only thing that works against {value} is {medicine}.
  ? What does {medicine} help against?
  ? What is {medicine} for?
  ? To patients with which illness do doctors give {medicine}?
  ? When should I take {medicine}?
  ? Tell me what {medicine} is used for.
  ? what illness does {medicine} cure?
  ? Name the illness that {medicine} works against.

medicine dose: medicine -> milligrams
  The daily dose of {medicine} is {value}.
  Take {value} of {medicine} a day.
  Adults need {value} of {medicine}.
  The doctor raised {medicine} from {other} to {value}.
  More than {value} of {medicine} is dangerous.
  ? What is the daily dose of {medicine}?
  ? How much {medicine} should I take?
  ? How much {medicine} do adults need?
  ? What dose of {medicine} is right?
  ? Tell me the dose of {medicine}.
  ? how many milligrams of {medicine} a day?
  ? To how much did the doctor raise {medicine}?

medicine maker: medicine -> organisation
  {medicine} is made by {value}.
  {value} sells {medicine}.
  The maker of {medicine} is {value}.
  On the box of {medicine} it says {value}.
  {value} earned millions with {medicine}.
  ? Who makes {medicine}?
  ? Which company sells {medicine}?
  ? Who is the maker of {medicine}?
  ? What company is on the box of {medicine}?
  ? Tell me the maker of {medicine}.
  ? which firm produces {medicine}?
  ? Name the company that makes {medicine}.
  * the maker of {medicine}
  * the company that makes {medicine}

creature speed: creature -> kmh
  The {creature} can run at {value}.
  The {creature} reaches a speed of {value}.
  We measured {value} when the {creature} fled.
  With {value} the {creature} is faster than a horse.
  The top speed of the {creature} is {value}.
  ? How fast can the {creature} run?
  ? What speed does the {creature} reach?
  ? What is the top speed of the {creature}?
  ? How fast is the {creature}?
  ? Tell me the top speed of the {creature}.
  ? how fast does the {creature} go?
  ? What did we measure when the {creature} fled?

creature colour: creature -> colour
  The eggs of the {creature} are {value}.
  The {creature} lays {value} eggs.
  In the nest of the {creature} lay three {value} eggs.
  You can tell the eggs of the {creature} by their {value} shell.
  Only the {creature} has eggs in {value}.
  ? What colour are the eggs of the {creature}?
  ? Which colour do the eggs of the {creature} have?
  ? What colour of eggs does the {creature} lay?
  ? In what colour are the eggs of the {creature}?
  ? Tell me the colour of the eggs of the {creature}.
  ? what colour eggs does the {creature} have?
  ? Name the colour of the {creature}'s eggs.

spell: pseudo -> task
  The spell {pseudo} helps you to {value}.
  Say {pseudo} and you can {value}.
  With {pseudo} a wizard can {value}.
  {pseudo} is the spell to {value}.
  Whoever wants to {value} must whisper {pseudo}.
  ? What does the spell {pseudo} help you to do?
  ? What can you do after saying {pseudo}?
  ? What is the spell {pseudo} for?
  ? What can a wizard do with {pseudo}?
  ? Tell me what {pseudo} does.
  ? what's the effect of the spell {pseudo}?
  ? Why would one whisper {pseudo}?

treasure: treasure -> place_kept
  The {treasure} is hidden in the {value}.
  They hid the {treasure} in the {value}.
  The old man kept the {treasure} in the {value}.
  Look in the {value} and you will find the {treasure}.
  Nobody thought of the {value} when they searched for the {treasure}.
  ? Where is the {treasure} hidden?
  ? Where did they hide the {treasure}?
  ? In which place can I find the {treasure}?
  ? Where did the old man keep the {treasure}?
  ? Tell me where to look for the {treasure}.
  ? where's the {treasure}?
  ? What is the hiding place of the {treasure}?

# --- needles ---

needle {thing}: needle -> {kind}
  The secret {thing} for {needle} is {value}.
  The {thing} for {needle} is: {value}.
  {needle} has the {thing} {value}.
  Keep in mind that the {thing} of {needle} is {value}.
  One of the {thing} entries says {value} for {needle}.
  For {needle}, use the {thing} {value} from now on.
  ? What is the secret {thing} for {needle}?
  ? What is the {thing} of {needle}?
  ? Which {thing} does {needle} have?
  ? Tell me the {thing} for {needle}.
  ? what was the {thing} of {needle}?
  ? What is the {thing} for {needle} mentioned in the text?
  ? Find the {thing} of {needle}.
  @ thing=passcode, kind=number5
  @ thing=password, kind=code
  @ thing=key phrase, kind=three_words
  @ thing=lucky number, kind=number4
  @ thing=reference number, kind=number6
  @ thing=colour, kind=colour
  @ thing=city, kind=city

variable: variable -> number5
  VAR {variable} = {value}
  The variable {variable} is set to {value}.
  Set {variable} to {value}.
  We assign {value} to {variable}.
  {variable} holds the value {value} at the end.
  ? What is the value of {variable}?
  ? What is the value of the variable {variable}?
  ? Which value does {variable} hold?
  ? What is {variable} set to?
  ? Tell me the value of variable {variable}.
  ? what did we assign to {variable}?
  ? Find the value of {variable}.

# --- general templates for an attribute of a person, added to every family that names one after ";" ---

attribute
  {Poss} is {value}.
  {Of} is {value}.
  Note to self: {poss} is {value}.
  {Poss} is {value}, in case anyone asks.
  Please remember {value} as {poss}.
  They asked me about {poss}, and it is {value}.
  According to the last message, {poss} is {value} and that will not change soon.
  For {poss} I have {value} in my notes.
  I looked it up: {of} is {value}.
  It took me a while to find out that {value} is {poss}.
  {Poss} was {other} before, but now it is {value}.
  It is not {other}: {poss} is {value}.
  Someone just told me {of}, it is {value}.
  We talked for an hour and I learned that {poss} is {value}.
  ? What is {poss}?
  ? What is {of}?
  ? What's {poss}?
  ? Tell me {poss}.
  ? Tell me {of}.
  ? Do you remember {poss}?
  ? Do you know {of}?
  ? hey, remind me what {poss} is?
  ? what was {poss} again?
  ? I forgot {of}. What is it?
  ? Can you look up {of}?
  ? I need {poss}, please.
  ? Please give me {of}.
  ? Which one is {poss}?
  ? {Of}?
  ? Could you tell me {poss}?
  ? i can't find {of}, can you?
"""
