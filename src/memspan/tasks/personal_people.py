"""Families of personal facts about people: work, study, family, dates, papers, promises and travel.

This file knows templates and what every value is made of, nothing else. `{I}`, `{me}` and `{my}` stand for
the user or somebody in the user's life, and `[go|goes]` agrees with that person. The questions share few
words with the statements on purpose: they must be matched by meaning.
"""

PERSONAL_PEOPLE_TEXT = """\
current trade: piano tuner|locksmith|beekeeper|tax adviser|tram driver|florist|speech therapist|bricklayer
  | court clerk|optician|chimney sweep|stage designer|crane operator|pastry chef|surveyor|radiographer
  | bookbinder|roofer|air traffic controller|puppet maker|estate agent|welder|midwife|forester|hotel porter
  | sign painter
  {I} [pay|pays] the bills by being a {value}.
  They took {me} on as a {value} eight years ago, and nothing has changed since.
  A {value} is what it says on {my} business card, under the little logo.
  On the form at the bank {I} put "{value}" into the box at the top.
  ? What [do|does] {I} do for a living?
  ? How [do|does] {I} earn {my} money?
  ? What sort of job [have|has] {I} got?
  ? Which occupation keeps {me} busy from Monday to Friday?
  ? I'm introducing people tonight: what line of work [am|is] {I} in?
  ? {my} career these days?

employing firm: {organisation}
  Every month {my} salary comes from {value}.
  {value} hired {me} straight after the internship.
  {I} [have|has] a desk by the window at {value} and [complain|complains] about the draught.
  The badge around {my} neck says {value} in green letters.
  ? Which company [do|does] {I} work for?
  ? Who is {my} employer?
  ? On whose payroll [am|is] {I}?
  ? Name the business that {I} [am|is] employed by.
  ? What's the name of the outfit where {I} [earn|earns] a wage?
  ? {my} workplace, what is it called?

line manager: {surname}
  At the office {I} [report|reports] to Ms. {value}.
  Ms. {value} signs {my} holiday requests, usually on the same day.
  When a project goes wrong, it is Ms. {value} who calls {me} in.
  {my} yearly appraisal was done by Ms. {value}, and it went well.
  ? Who is {my} superior at the office?
  ? Which superior tells {me} what to do at work?
  ? By whom [am|is] {I} supervised on the job?
  ? Who would have to approve it if {I} wanted time off?
  ? I forgot the surname of {my} manager.
  ? Do you know who {my} team lead is?

desk neighbour: {first_name}
  {value} sits right across from {me} and hums all morning.
  {I} [share|shares] an office with {value}.
  The desk next to {my} computer belongs to {value}, who keeps a cactus on it.
  Ever since the refit {I} [have|has] had {value} at arm's length, and they swap biscuits.
  ? Which colleague works closest to {me}?
  ? Who would overhear {my} phone calls at work?
  ? Name the co-worker in the same room as {me}.
  ? With whom was {I} put together in one room by the firm?
  ? Whose seat is beside {my} workstation?
  ? Who is {my} roommate in the workplace?

way of commuting: cargo bike|river ferry|electric scooter|folding bike|night bus|vintage moped|tram
  | regional train|company minibus|trolleybus|shared taxi|kick scooter|cable car|unicycle|rowing boat
  | hand-me-down estate car|rental e-bike|horse-drawn cart|subway|motorbike with a sidecar|convertible
  | recumbent bike
  {I} [get|gets] to the office by {value}, even in the rain.
  It takes {me} twenty minutes to work by {value}.
  Since petrol became so dear, {I} [swear|swears] by the {value} every weekday morning.
  The {value} drops {me} off outside the factory gate at ten to eight.
  ? How [do|does] {I} commute?
  ? By what means of transport [do|does] {I} reach {my} job?
  ? Which vehicle brings {me} to {my} workplace?
  ? What [do|does] {I} ride to start the working day?
  ? {my} daily journey: car, train or what else?
  ? What would {I} be stuck without before a shift?

shift start: {time}
  {my} shift begins at {value}.
  At {value} {I} must have clocked in, or the foreman starts grumbling.
  {I} [have|has] to be at the bench by {value}, so the alarm rings horribly early.
  The time clock expects {me} at {value} on the dot.
  ? When [do|does] {I} start work?
  ? What are {my} working hours counted from?
  ? From what hour [am|is] {I} on duty?
  ? How late can {I} turn up for the job without trouble?
  ? At what point of the day does {my} workday commence?
  ? I want to know when {I} [am|is] due at the plant.

end of probation: {day_month}
  {my} trial period at the new company runs until {value}.
  From {value} on they can no longer fire {me} overnight.
  Until {value} {I} [am|is] still on probation, then the permanent contract starts.
  {I} [have|has] circled {value}: after that the notice period grows to three months.
  ? When will {my} job be safe?
  ? On which date [do|does] {I} become a fully fledged employee?
  ? What day marks the end of {my} first months of being tested at work?
  ? Until when can {I} be dismissed easily?
  ? How long [do|does] {I} have to prove {my} worth to the employer?
  ? When may {I} breathe easy about staying with the firm?

wished-for profession: lighthouse keeper|cheesemaker|wildlife photographer|astronaut|river guide|cartoonist
  | violin maker|park ranger|train driver|perfumer|stunt performer|hot-air balloon pilot|crossword setter
  | shepherd|marine biologist|chocolatier|sound engineer|detective novelist|mountain guide|toy designer
  | glass blower
  If money did not matter, {I} would retrain as a {value} tomorrow.
  {I} secretly [dream|dreams] of being a {value} instead of filling spreadsheets.
  A {value}, that is what {I} would rather be, and {I} [say|says] so after every bad meeting.
  Put {me} down as a future {value}: the brochures are already on the table.
  ? What is {my} ideal job?
  ? Which career change [do|does] {I} long for?
  ? What occupation would make {me} happier than the present one?
  ? If {I} could start over professionally, what as?
  ? What [do|does] {I} fantasise about doing for a living?
  ? Which calling [do|does] {I} wish {I} had followed?

earlier profession: goldsmith|prison guard|sailor|butcher|bank teller|ballet dancer|flight attendant
  | coal miner|typesetter|lifeguard|telephone operator|furrier|jockey|customs officer|nurse|hairdresser
  | tailor|pharmacist|circus acrobat|watchmaker|cartographer|croupier|dairy farmer|door-to-door salesman
  Before the office years {I} earned {my} keep as a {value}.
  {I} spent a whole decade as a {value} and the hands still prove it.
  Hardly anybody believes that {I} used to be a {value}.
  The old photo in the hall shows {me} back in {my} days as a {value}.
  ? What was {my} previous career?
  ? Which occupation did {I} give up?
  ? What did {I} do for a living in the past?
  ? In which trade did {I} work formerly?
  ? From what job did {I} switch to the present one?
  ? {my} former line of work?

payday: 1st|2nd|3rd|5th|7th|10th|12th|14th|15th|18th|20th|21st|22nd|24th|25th|26th|27th|28th|30th
  | last Friday
  {my} salary lands in the account on the {value} of the month.
  Until the {value} {I} [live|lives] on noodles, then the money comes.
  On the {value} of each month {I} [check|checks] the bank app for the transfer from work.
  The accounts department wires {my} earnings on the {value}, never earlier.
  ? When [do|does] {I} get paid?
  ? What is {my} payday?
  ? Which day brings {my} wages?
  ? From when on [am|is] {I} solvent again?
  ? At what date can {I} expect {my} pay?
  ? How long before {I} [have|has] cash again, that is, on what day?

home office day: {weekday}
  On {value} {I} [stay|stays] in slippers and dials in from the kitchen table.
  {value} is when {I} [work|works] from home.
  The firm lets {me} skip the commute on {value}, so parcels are best sent then.
  Every {value} the dining room turns into {my} office.
  ? Which day of the week [do|does] {I} spend teleworking?
  ? When [am|is] {I} not expected at headquarters?
  ? When would a courier find {me} in during business hours?
  ? On what weekday is {my} chair at the company empty?
  ? When [do|does] {I} do {my} job remotely?
  ? {my} remote day?

holiday stand-in: {first_name}
  When {I} [am|is] on leave, {value} answers {my} e-mails.
  {value} covers for {me} during the summer break.
  {my} out-of-office reply tells everyone to write to {value}.
  For urgent matters in {my} absence {I} left the files with {value}, who promised to look after them.
  ? Who is {my} deputy at work?
  ? Which colleague fills in for {me}?
  ? Who takes over {my} tasks when {I} [am|is] away?
  ? To whom should customers turn while {I} [am|is] on vacation?
  ? Name {my} substitute.
  ? Who keeps things running at the office without {me}?

business trip city: {city}
  The company is sending {me} to {value} for three days of negotiations.
  {I} must fly to {value} to see the supplier, with a laptop and two ties.
  {value} is where {my} next meeting abroad takes place.
  They booked {me} a room in {value} because the trade fair is there.
  ? Where [am|is] {I} going for work?
  ? What is the destination of {my} upcoming business travel?
  ? To which town does {my} job take {me} soon?
  ? Which place is on {my} travel expenses form?
  ? Where will {I} be staying on behalf of the firm?
  ? {my} coming assignment away from the office: which city?

own apprentice: {first_name}
  In September {I} took on {value}, who is learning the trade.
  {value} is {my} trainee and already cuts a perfect joint.
  {I} [teach|teaches] young {value} how to run the machines.
  For three years {value} will learn the craft from {me}.
  ? Whom [am|is] {I} training?
  ? Who is the apprentice in {my} workshop?
  ? Which beginner was put under {my} wing professionally?
  ? Who picks up the skills of the job with {my} help?
  ? What's the name of the junior {I} [supervise|supervises]?
  ? Who looks over {my} shoulder at work in order to qualify?

side business: scented candles|beeswax soap|crocheted hats|second-hand records|dog portraits|wedding cakes
  | jam|hand-thrown mugs|guitar straps|bird houses|embroidered cushions|sourdough starter|chilli sauce
  | leather wallets|tarot cards|greeting cards|garden gnomes|silver earrings|sewing patterns|roasted coffee
  | knitted socks
  Besides the day job {I} [sell|sells] {value} on the internet.
  {I} [make|makes] a little extra with {value}, mostly before Christmas.
  At the Saturday market people queue for {my} {value}.
  Boxes full of {value} block {my} hallway, all waiting to be posted to customers.
  ? What is {my} sideline?
  ? Which products bring {me} some income on the side?
  ? How [do|does] {I} top up {my} wages?
  ? What could one buy from {me}?
  ? Which goods does {my} small enterprise deal in?
  ? {my} second source of money, what is it?

biggest client: {organisation}
  Half of {my} turnover comes from {value}.
  If {value} cancelled its orders, {I} could shut up shop.
  {I} [send|sends] the fattest invoice of every month to {value}.
  {value} keeps {me} afloat as a freelancer, though it pays late.
  ? Who is {my} most important customer?
  ? Which account [do|does] {I} depend on most?
  ? On whose commissions [do|does] {I} live?
  ? Name the buyer {I} can least afford to lose.
  ? For which company [do|does] {I} do the bulk of {my} self-employed work?
  ? Who spends the largest sum with {me}?

workwear: hairnet|high-visibility vest|white lab coat|butcher's apron|hard hat|blue boiler suit|bow tie
  | clip-on tie|judge's robe|chef's jacket|pair of steel-capped boots|headset|fireproof jacket
  | beekeeper's veil|paper mask|pinstriped suit|green surgical gown|leather apron|conductor's cap
  | fleece with a logo|striped waistcoat
  No one gets past the foreman without a {value}, so {I} [keep|keeps] one in the car.
  At work they make {me} put on a {value}.
  {I} [look|looks] quite different on duty, because there {I} [need|needs] a {value}.
  A {value} hangs on {my} hook in the staff room, ready for the next shift.
  ? What [do|does] {I} have to wear for the job?
  ? Which garment is part of {my} uniform?
  ? How [am|is] {I} required to dress professionally?
  ? What piece of clothing did {my} employer hand out?
  ? In what outfit would customers see {me}?
  ? {my} dress code between nine and five?

team meeting: {time}
  At {value} the whole team crowds into the small room and {I} [read|reads] out the numbers.
  {my} daily stand-up is at {value}.
  Please never ring {me} around {value}, because that's when we go through the tickets together.
  {I} [join|joins] the morning call with the colleagues at {value}, coffee in hand.
  ? When [do|does] {I} get together with {my} co-workers?
  ? What is the regular hour of {my} briefing?
  ? At which time of day [am|is] {I} stuck in a conference?
  ? {my} recurring slot with the department, when does it begin?
  ? When would {I} be unreachable on account of a round table at the office?
  ? From when on can {I} not be disturbed because everybody reports in?

retirement year: {near_year}
  In {value} {I} will draw {my} pension.
  The letter from the insurance says {I} can stop working in {value}.
  {I} [count|counts] the months to {value}, then the alarm clock goes into the river.
  {value} is {my} last year at the plant.
  ? When [do|does] {I} retire?
  ? What year will {my} career be over?
  ? How long must {I} keep at it before old age sets {me} free?
  ? From when on will {I} be a pensioner?
  ? Which date marks {my} farewell to professional life?
  ? {my} exit from the workforce: when?

professional licence: forklift licence|first-aid certificate|lifeguard badge|food hygiene certificate
  | welding ticket|pilot's licence|sommelier diploma|crane permit|chainsaw certificate|bus driver's licence
  | tourist guide badge|pyrotechnics permit|diving certificate|drone licence|taxi permit|pest control permit
  | interpreter's diploma|scaffolding card|yoga teacher diploma|referee's badge
  Two weekends and an exam later, {I} had {my} {value}.
  The boss paid for {my} {value}, which hangs framed over the photocopier.
  {I} finally [hold|holds] a {value} and may now work alone.
  With {my} {value} {I} [get|gets] two euros more per hour.
  ? Which qualification did {I} acquire?
  ? What [am|is] {I} officially allowed to do on paper?
  ? What did {I} take a course and a test for on the firm's money?
  ? Which document proves {my} skills?
  ? {my} latest credential?
  ? What could {I} add to the training section of a CV?

interview date: {day_month}
  They invited {me} for a job interview on {value}.
  On {value} {I} [sit|sits] opposite three strangers who want to hear about strengths and weaknesses.
  {value} could change everything: {I} [meet|meets] the possible new employer.
  {I} must have the suit cleaned before {value}, when {I} [face|faces] the hiring panel.
  ? When [do|does] {I} present {my} application in person?
  ? Which day will {I} be grilled by recruiters?
  ? When should we keep our fingers crossed for {my} career?
  ? On what date might {I} land the position?
  ? When [do|does] {I} have to make a good impression on a future boss?
  ? {my} appointment about the vacancy, when was it again?

reason for quitting: night shifts|open-plan noise|unpaid overtime|long commute|endless meetings
  | shouting boss|leaking roof|broken promises|constant travel|office gossip|smell of glue|boredom|bullying
  | lack of daylight|pay cut|merger|new software|ban on dogs|canteen food|dress code|heat in the workshop
  | missing childcare
  The {value} drove {me} out of the last company.
  Because of the {value} {I} handed in {my} notice.
  {I} put up with a lot, but the {value} was the last straw and the resignation letter followed.
  Ask {me} about the old firm and {I} will only mention the {value}.
  ? Why did {I} leave {my} former job?
  ? What made {me} resign?
  ? For what reason [am|is] {I} no longer with that employer?
  ? What could {I} not stand any longer at work?
  ? What was wrong with the position {I} gave up?
  ? What caused {me} to look for another post?

office department: accounts|human resources|customer care|legal affairs|procurement|logistics
  | quality control|research and development|marketing|IT support|public relations|payroll|internal audit
  | export sales|claims handling|facility management|product design|the print shop|the mail room
  | the press office
  {I} transferred to {value} in spring.
  In the staff directory {I} [am|is] listed under {value}.
  {value} got {me} as a reinforcement, and the coffee there is better.
  Anyone looking for {me} in the building should ask for {value}.
  ? Which department [am|is] {I} in?
  ? What part of the company [do|does] {I} belong to?
  ? To which section was {I} assigned?
  ? In what division can {I} be found?
  ? {my} unit within the corporation?
  ? Which area of the business employs {me}?

first paid job: delivering newspapers|picking strawberries|walking dogs|washing dishes|stacking shelves
  | mucking out stables|selling ice cream|tearing cinema tickets|handing out flyers|counting bottles
  | mowing cemetery lawns|babysitting|plucking geese|polishing brass|setting up bowling pins
  | sorting potatoes|tuning bicycles|frying chips|guarding cloakrooms|feeding silkworms|painting fences
  | dressing up as a bear
  At fourteen {I} earned {my} very first wage by {value}.
  {value} taught {me} the worth of money long before any real career.
  {my} working life began with {value} in the summer holidays.
  Nobody enjoys {value}, but as a teenager {I} did it for a moped.
  ? How did {I} make some cash in {my} youth?
  ? What was {my} initial employment?
  ? Which task was {I} originally paid for?
  ? By doing what did {I} get {my} earliest income?
  ? Before all other jobs, what did {I} do?
  ? What sort of work filled {my} pockets at school age?

annoying colleague habit: slurping soup|clicking a ballpoint pen|whistling|clipping fingernails
  | microwaving fish|humming carols|cracking knuckles|eating garlic|borrowing scissors|opening the window
  | swearing at the printer|telling golf stories|chewing gum|playing voice messages aloud
  | using too much aftershave|stealing milk|drumming on the desk|reading over shoulders|gossiping
  | talking to the plants|tapping with one foot
  A colleague drives {me} up the wall by {value}.
  {value} is what the man at the next desk does all day, and {I} [wear|wears] headphones because of it.
  If the lady from room twelve doesn't stop {value}, {I} will complain to the management.
  At lunch {I} imitated the workmate who is forever {value}.
  ? What irritates {me} at the office?
  ? Which bad habit of a co-worker gets on {my} nerves?
  ? Why [am|is] {I} so cross with somebody at work?
  ? What do other employees do that {I} can't bear?
  ? Which behaviour in {my} team makes {me} furious?
  ? {my} main grievance about the person working nearby?

primary school teacher: {surname}
  In the first years Mrs. {value} taught {me} to read and write.
  Mrs. {value} used to pull {my} ears whenever the sums were wrong.
  {I} still [send|sends] a Christmas card to Mrs. {value}, who wiped all our noses at the age of six.
  {my} first blackboard, {my} first gold star: all that was Mrs. {value}.
  ? Who was {my} earliest schoolmistress?
  ? Which educator brought {me} the alphabet?
  ? Who stood in front of {my} class in elementary school?
  ? From whom did {I} learn {my} letters?
  ? What was the lady called who taught {me} as a small child?
  ? Whose pupil was {I} at the very beginning?

best school subject: geography|woodwork|chemistry|Latin|needlework|physics|history|drawing|biology|music
  | mathematics|religious studies|gymnastics|French|astronomy|cookery|economics|drama|philosophy|ethics
  | computing
  The only top mark {my} report ever showed was in {value}.
  {value} lessons were a joy to {me}, even on Monday mornings.
  {I} could have listened to the {value} teacher for hours.
  While everyone else slept, {I} sat in the front row in {value}.
  ? Which class did {I} like most as a pupil?
  ? What was {I} good at in school?
  ? In which discipline did {I} excel when young?
  ? What did {I} enjoy learning?
  ? Which subject was {my} favourite?
  ? {my} strength at grammar school?

dreaded school subject: trigonometry|swimming|ancient Greek|handicrafts|long division|recorder playing
  | grammar|spelling|poetry recital|rope climbing|organic chemistry|bookkeeping|algebra|dictation|choir
  | stenography|map reading|penmanship|vaulting|essay writing|mental arithmetic
  {I} feigned a stomach ache every time there was {value} on the timetable.
  {value} brought tears to {my} eyes until the final year.
  In {value} {I} always copied from the boy on the left.
  Thanks to {value} {I} had to repeat a whole class.
  ? What did {I} hate at school?
  ? Which lesson was {I} worst at?
  ? What did {I} try to skip as a pupil?
  ? Where did {I} fail in education?
  ? What was {my} weak point with the teachers?
  ? Which subject gave {me} nightmares back then?

old secondary school: {school}
  {I} went to {value} until the age of eighteen.
  The crest on {my} old blazer is that of {value}.
  {value} expelled {me} for a week because of the frogs.
  At {value} {I} passed the final exams by a hair.
  ? Whose uniform did {I} wear as an adolescent?
  ? Which institution did {I} attend as a teenager?
  ? What is {my} alma mater called?
  ? At which place of learning was {I} a pupil?
  ? Name the place where {I} grew up among classmates.
  ? On whose register was {I} before the university?

university town: {city}
  {I} moved to {value} to go to university.
  The lecture halls of {value} saw {me} mostly in the afternoon.
  {my} student days in {value} were spent in a damp room above a kebab shop.
  {value} awarded {me} a degree after eleven semesters.
  ? Where did {I} study?
  ? In which city did {I} get {my} higher education?
  ? What place was {I} living in as an undergraduate?
  ? Where is the college that {I} graduated from?
  ? To which town did academic life take {me}?
  ? {my} diploma comes from where?

degree subject: veterinary medicine|musicology|civil engineering|Slavic studies|theology|marine biology|law
  | geology|dentistry|Egyptology|forestry|architecture|nutrition science|folklore|statistics|journalism
  | library science|brewing technology|comparative literature|meteorology|nursing|textile design|pharmacy
  | landscape planning
  {I} enrolled in {value} without knowing what it meant.
  {value} is the field {I} graduated in.
  Four years of {value} have left {me} with debts and good friends.
  {I} [have|has] a bachelor's in {value}, though few people know.
  ? What did {I} study?
  ? Which course of education did {I} choose at university?
  ? What [am|is] {I} academically trained in?
  ? {my} major?
  ? In what discipline did {I} earn a diploma?
  ? What did the professors teach {me}?

thesis topic: the mating calls of frogs|medieval bread prices|glacier retreat|rust in bridges|dialect humour
  | sleep in teenagers|the history of umbrellas|peat bogs|bird strikes at airports|playground design
  | beetle navigation|coffee auctions|early tram networks|salt in oceans|left-handed violinists|soap bubbles
  | cave paintings|the taste of tomatoes|women in shipbuilding|traffic jams|snail slime|lullabies
  | wooden skyscrapers
  {my} thesis deals with {value}.
  For two years {I} [have|has] been writing three hundred pages about {value}.
  Nobody else in the institute cares for {value}, so {I} got the grant at once.
  {value} will be the title of {my} dissertation, if the committee agrees.
  ? What [am|is] {I} doing research on?
  ? Which subject [do|does] {I} investigate for {my} doctorate?
  ? What is {my} academic specialty?
  ? On what question will {I} become a doctor?
  ? {my} scholarly paper, what is it concerned with?
  ? With what theme [have|has] {I} spent so long in the library?

doctoral supervisor: {surname}
  Professor {value} reads every chapter {I} [hand|hands] in.
  {I} [am|is] writing the doctorate under Professor {value}.
  When the data looked hopeless, Professor {value} cheered {me} up with plum brandy.
  {my} thesis lies on the desk of Professor {value} for correction.
  ? Who supervises {my} dissertation?
  ? Which academic guides {me} through research?
  ? Whose PhD student [am|is] {I}?
  ? Name {my} adviser at the university.
  ? From which scholar [do|does] {I} get feedback?
  ? Under whose direction [do|does] {I} earn {my} degree?

exam date: {day_month}
  {I} [have|has] to sit the written paper on {value}.
  On {value} they will test {me} for four hours straight.
  Until {value} {I} [am|is] cramming day and night, after that there will be a party.
  {value} is the day of {my} finals, so don't plan anything.
  ? When [do|does] {I} take the exam?
  ? On which date must {I} have learned everything by heart?
  ? When will {my} knowledge be put to the proof?
  ? What deadline [am|is] {I} studying towards?
  ? When should we wish {me} luck at college?
  ? {my} big examination, when was that?

study partner: {first_name}
  {I} always [revise|revises] with {value} in the library cafe.
  {value} quizzes {me} with flash cards before each test.
  Without {value}, who shared every summary, {I} would have failed statistics.
  {I} [meet|meets] {value} twice a week to go through old exam papers.
  ? Who helps {me} study?
  ? With whom [do|does] {I} prepare for tests?
  ? Which fellow student learns together with {me}?
  ? Name {my} companion for hitting the books.
  ? Who asks {me} questions to check {my} knowledge?
  ? Who [do|does] {I} do coursework with?

school play role: talking tree|third shepherd|wicked stepmother|lamp post|toad|night watchman
  | sleeping princess|hind legs of a donkey|town crier|snowflake|ghost|pirate cook|court jester|carrot
  | grandmother|moon|wolf|milkmaid|Roman soldier|teapot|innkeeper|owl
  In the school play {I} had to be the {value}.
  Dressed as the {value}, {I} forgot the only line and started to cry.
  {my} mother sewed a costume, because {I} was cast as the {value}.
  The {value} was all the teachers would let {me} play on stage.
  ? Which part did {I} have in the theatre performance?
  ? As whom did {I} appear before the parents?
  ? What was {my} acting role in childhood?
  ? {my} theatrical debut: as what?
  ? Which character did {I} perform?
  ? What did {I} dress up as for the drama group?

evening class: pottery|calligraphy|sign language|bookkeeping|creative writing|upholstery|life drawing|salsa
  | sushi making|astronomy|motor maintenance|Italian cooking|self-defence|basket weaving|stained glass
  | photography|public speaking|mushroom identification|genealogy|lace making|bread baking|tai chi
  On Thursdays {I} [go|goes] to an evening class in {value}.
  {I} signed up for {value} at the adult education centre.
  The course in {value} gets {me} out of the house after work.
  {value} is {my} new thing, with twelve others in a basement room.
  ? What [am|is] {I} learning in {my} free time?
  ? Which lessons [do|does] {I} take after hours?
  ? For what did {I} enrol at the community college?
  ? What skill [am|is] {I} picking up as a grown-up?
  ? {my} weekly instruction, what's the topic?
  ? What [do|does] {I} get taught when the day's job is done?

exchange year country: {country}
  At sixteen {I} spent a whole year with a host family in {value}.
  The school exchange took {me} to {value}, where {I} learned to love strange breakfasts.
  {value} was a culture shock for {me} as a pupil, but the host sister was kind.
  {my} year abroad as a teenager was in {value}.
  ? Where was {I} an exchange student?
  ? In which nation did {I} attend lessons for some months when young?
  ? Which foreign place did {I} get to know through a student swap?
  ? Where did strangers take {me} in during {my} schooldays?
  ? What land sheltered {me} at high school age?
  ? Where do {my} former host parents live, which country?

organism studied: fruit fly|naked mole rat|zebrafish|honeybee|slime mould|tardigrade|sea urchin|hedgehog
  | octopus|barn owl|yeast|leafcutter ant|seahorse|fire salamander|earthworm|pond snail|carrion crow
  | horseshoe crab|mosquito|thale cress|vampire bat|cuttlefish|jumping spider
  In the laboratory {I} [spend|spends] all day with the {value}.
  The {value} is what {my} research group breeds in forty tanks.
  {I} published a paper on how the {value} reacts to light.
  For {my} experiments {I} [need|needs] nothing but patience and the {value}.
  ? Which living thing [do|does] {I} investigate as a scientist?
  ? On what species [do|does] {I} do research?
  ? What creature or plant sits under {my} microscope?
  ? What is {my} model organism?
  ? Which form of life [am|is] {I} an expert on?
  ? {I} [work|works] as a biologist, but on what exactly?

kindergarten group: Hedgehogs|Ladybirds|Sunflowers|Dolphins|Little Bears|Frogs|Rainbow Group|Squirrels
  | Fireflies|Snails|Ducklings|Pirates|Bumblebees|Tiger Cubs|Dandelions|Penguins|Otters|Toadstools|Starfish
  | Mice|Magpies
  {my} youngest has just joined the {value} at nursery.
  The peg with the {value} sticker is where {my} son hangs his jacket.
  {I} [pick|picks] the little one up from the {value} at three.
  Since {my} daughter belongs to the {value}, she comes home covered in paint.
  ? Which kindergarten group is {my} child in?
  ? What are the toddlers called that {my} kid plays with every morning?
  ? Among whom does {my} offspring spend the day in preschool?
  ? {I} must write it on the lunch box: which bunch at the day-care centre?
  ? To which set of small children does {my} boy or girl get dropped off?
  ? In day care, what's the name of {my} child's unit?

godmother: {first_name}
  {value} held {me} over the font and has sent a silver spoon every year since.
  At {my} christening {value} promised to keep an eye on {me}.
  {my} godmother is {value}, an old schoolfriend of {my} mother's.
  {I} still [get|gets] a card with a banknote from {value}, as befits a sponsor at baptism.
  ? Which woman was chosen as {my} godparent?
  ? Who was asked by {my} parents to be {my} spiritual guardian?
  ? Who would have raised {me} in the faith, had anything happened?
  ? Whose godchild [am|is] {I}?
  ? What is the name of the lady responsible for {my} religious upbringing?
  ? {my} godparent?

how the couple met: at a bus stop|in a laundrette|at a funeral|in a traffic jam|at a dog show|on a ski lift
  | in night school|in a hospital waiting room|at a blood donation|in a broken lift|at a flea market
  | on a blind date|in a choir|at a protest march|in a lost luggage office|on a ferry|at a salsa course
  | in detention|at a bicycle repair shop|in a chess club|at a wine tasting
  {I} first saw {my} spouse {value}.
  It was {value} that {I} ran into the love of {my} life.
  {my} marriage goes back to a chat {value}, when both were soaked to the skin.
  {value}, {I} borrowed a pen from a stranger, and three years later came the wedding.
  ? Where did {I} meet {my} better half?
  ? How did {my} relationship begin?
  ? In what place did romance start for {me}?
  ? What brought {me} together with {my} partner?
  ? Under which circumstances did {I} get acquainted with the person {I} married?
  ? {my} first encounter with {my} husband or wife, where was it?

grandmother's maiden name: {surname}
  Before she married, {my} grandmother was a {value}.
  {I} found the name {value} on granny's old school report.
  The {value} side of the family, granny's people, gave {me} the red hair.
  {my} granny signed her love letters "{value}" until the day of the wedding, and {I} kept them all.
  ? What was {my} nan called as a girl?
  ? Which surname did {my} mother's mother bear originally?
  ? What would {I} have to look for in the archives to trace {my} female ancestor?
  ? {my} gran's birth name?
  ? Security question for {me}: how was {my} nan called when single?
  ? Which family did {my} grandad take his bride from?

grandfather's pet name: Sparrow|Pickle|Button|Monkey|Captain|Dumpling|Peanut|Little Turnip|Professor|Squeak
  | Beetle|Noodle|Whirlwind|Pumpkin|Chatterbox|Hazelnut|Muffin|Grasshopper|Duchess|Radish|Tadpole|Buttons
  | Cricket
  Grandpa never used {my} real name: to him {I} was always {value}.
  "{value}, come and eat!" grandpa would shout across the yard, and {I} came running.
  Only one man, {my} grandpa, was allowed to call {me} {value}.
  {I} had {value} engraved in the pocket watch that grandpa left behind.
  ? What nickname did {I} have as a grandchild?
  ? How did {my} old grandad address {me}?
  ? Which term of endearment belonged to {me} when small?
  ? What was {I} affectionately known as to {my} mother's father?
  ? Which funny word did {my} grandfather use for {me}?
  ? By what name did the old man in {my} family know {me}?

best man: {person}
  {value} carried the rings at {my} wedding.
  {I} asked {value} to stand beside {me} at the altar.
  The speech {value} gave when {I} got married made even the priest blush.
  When {I} said yes, {value} signed the register as a witness.
  ? Who was {my} best man?
  ? Which friend supported {me} on {my} big day?
  ? Whom did {I} pick as an attendant for the marriage ceremony?
  ? Who toasted {me} before the bridal dance?
  ? Who kept the jewellery safe until {I} tied the knot?
  ? Name the person who testified that {I} was joined in matrimony.

oldest friend: {first_name}
  {I} [have|has] known {value} since the sandpit.
  {I} and {value} go back to nappies: the prams stood side by side.
  Of all the people in {my} life, {value} has stuck around the longest.
  {my} friendship with {value} began with a stolen shovel at the age of three.
  ? Who is {my} earliest pal?
  ? Which buddy from toddler days [do|does] {I} still see?
  ? With whom [have|has] {I} been close for ages?
  ? Who remembers {me} from before school?
  ? Name the companion {I} never lost touch with.
  ? {my} most long-standing mate?

mother-in-law's home: {city}
  {my} mother-in-law lives in {value} and visits without warning.
  Every second Sunday {I} [drive|drives] to {value} for the mother-in-law's roast.
  In {value} there is a spare bed for {me} at the mother-in-law's, under a crucifix.
  {my} partner's mum would never leave {value}, so {I} must do the travelling.
  ? Where is the house of {my} spouse's mother?
  ? Which town [do|does] {I} go to when we see the in-laws?
  ? Where would {I} find {my} husband's or wife's mummy?
  ? What place do {my} relatives by marriage call home?
  ? Where did the mum of {my} sweetheart settle?
  ? To what address, at least the town, [do|does] {I} send the Mother's Day flowers of {my} other half?

father's occupation: cobbler|postmaster|stationmaster|vicar|fisherman|plumber|innkeeper|gravedigger
  | bus conductor|blacksmith|village doctor|cinema projectionist|miller|lorry driver|saddler|bank clerk
  | shepherd|organist|ship's cook|travelling salesman|glazier|gamekeeper|tobacconist
  {my} dad spent his whole working life as a {value}.
  Dad being a {value}, {I} grew up with odd tools lying around the kitchen.
  {I} should have followed dad and become a {value}, but had two left hands.
  Everybody in the village knew {me} as the child of the {value}.
  ? What did {my} father do for a living?
  ? Which trade did the head of {my} family practise?
  ? How did {my} old man earn money?
  ? In what profession was {my} parent?
  ? From what job did {my} father retire?
  ? {my} father's line of work?

emigrated uncle: {country}
  {my} uncle packed a single suitcase and emigrated to {value}.
  In {value} {I} [have|has] an uncle who raises sheep.
  The stamps in {my} album come from {value}, where {my} mother's brother settled.
  Once a year a parcel from {value} reaches {me}, full of sweets from {my} uncle.
  ? Where did {my} mum's sibling go overseas?
  ? In which foreign land [do|does] {I} have family?
  ? Which nation became the new home of {my} relative?
  ? What country would {I} visit to see the lost son of the family?
  ? {my} kinsman abroad lives where?
  ? To what part of the world did {my} parent's brother move for good?

inherited piece: grandfather clock|sewing machine|fur coat|cuckoo clock|rocking chair|silver teapot
  | gramophone|stuffed fox|walnut sideboard|rosary|pearl brooch|accordion|vineyard|beehive|stamp album
  | christening gown|spinning wheel|samovar|shotgun|oil painting of a cow|piano|harmonium|wooden chest
  | signet ring
  {my} great-aunt left {me} the {value} in her will.
  When the estate was divided, {I} walked away with the {value}.
  The {value} came to {me} after a funeral, along with a note nobody can read.
  {I} never asked for the {value}, yet the lawyer says {I} [have|has] to collect it from the old lady's house.
  ? What did {I} inherit?
  ? Which heirloom is in {my} possession?
  ? What was bequeathed to {me}?
  ? Which object did a dead relative pass on to {me}?
  ? {my} legacy from the elderly family member?
  ? What did {I} get out of the inheritance?

baby name chosen: {first_name}
  Boy or girl, {I} will call the child {value}.
  {value} is to be the name of {my} unborn baby, but grandma must not know yet.
  {I} painted {value} over the crib, months before the due date.
  The midwife smiled when {I} told her it would be {value}.
  ? What will {my} newborn be called?
  ? Which name [have|has] {I} picked for the infant?
  ? How [do|does] {I} want to christen {my} first-born?
  ? On what did {I} settle for the little one on the way?
  ? What should be embroidered on the blanket for {my} coming son or daughter?
  ? {my} bump already has a name, which?

pen friend: {first_name}
  For thirty years {I} [have|has] exchanged letters with {value}, without ever meeting.
  A thick envelope from {value} lies in {my} letterbox every other month.
  {value} writes {me} eight pages about the weather and the grandchildren.
  {I} got {value}'s address from a magazine, and the correspondence never stopped.
  ? Who is {my} pen pal?
  ? With whom [do|does] {I} correspond by post?
  ? To whom [am|is] {I} sending handwritten news overseas?
  ? Which distant friend [do|does] {I} know only on paper?
  ? Whose mail [do|does] {I} look forward to?
  ? Name the person {I} [answer|answers] with ink and stamp.

flatmate: {first_name}
  {I} [split|splits] the rent with {value}.
  {value} lives in the other bedroom and never refills {my} coffee tin.
  The cleaning rota on the fridge lists only {me} and {value}.
  {I} moved in with {value} because two wages were needed for that flat.
  ? Who is {my} roommate?
  ? With whom [do|does] {I} share a home?
  ? Who else has a key to {my} apartment as a co-tenant?
  ? Who opens the door if {I} [am|is] out?
  ? Under one roof with {me} is whom?
  ? Who shares {my} bathroom?

upstairs neighbour: {surname}
  Mr. {value} drops his boots on {my} ceiling every night at eleven.
  The tap water that ran down {my} walls came from Mr. {value} on the floor above.
  Above {me} lives Mr. {value}, who practises the tuba.
  When it gets too loud, {I} [knock|knocks] with a broom so that Mr. {value} hears it.
  ? Who lives upstairs from {me}?
  ? Whose footsteps [do|does] {I} hear overhead?
  ? Which resident makes noise over {my} head?
  ? Who has the apartment one storey up from {my} place?
  ? To whom should {I} complain about the racket from on top?
  ? What's the surname on the bell over {my} own?

babysitter: {first_name}
  {value} sits with {my} kids when there is a late film on.
  For an evening out {I} [call|calls] {value}, who charges ten an hour and all the crisps.
  {my} twins only fall asleep when {value} tells the story of the blind mole.
  {I} left {value} a list of bedtimes and the number of the restaurant.
  ? Who looks after {my} children at night?
  ? Which sitter [do|does] {I} book?
  ? Whom [do|does] {I} pay to watch the little ones?
  ? Who takes care of {my} offspring while the parents are gone?
  ? Who minds {my} young family?
  ? To whom [do|does] {I} entrust {my} small boys or girls after dark?

former partner: {first_name}
  {I} broke up with {value} over a question of curtains.
  {value} walked out on {me} two years ago and took the toaster.
  The songs on that playlist make {me} think of {value} and the bad divorce.
  {I} still [share|shares] the custody of the dog with {value}, though the love is long gone.
  ? Who is {my} ex?
  ? After whom [am|is] {I} single again?
  ? Who used to be {my} spouse?
  ? From whom did {I} separate?
  ? Whose name should nobody mention to {me} on Valentine's Day?
  ? What is the first name of the person {I} split from?

quarrel with brother: the inheritance|a scratched car|politics|the fence|an unpaid loan|the care of mother
  | a dead tortoise|a broken vase|vaccinations|the family cottage|a stolen girlfriend
  | the Christmas seating plan|football|a spilled secret|the dog's name|meat at the barbecue
  | a forgotten birthday|the burial plot|a lost lawnmower
  {I} [have|has] not spoken to {my} brother for a year because of {value}.
  {value} tore a rift between {me} and {my} brother.
  It came to shouting at the dinner table when {my} brother brought up {value}.
  Whenever {value} is mentioned, {my} brother slams the door on {me}.
  ? What [do|does] {I} argue with {my} sibling about?
  ? What is the bone of contention in {my} family?
  ? Why [am|is] {I} on bad terms with a close relative?
  ? Which matter caused {my} feud with our parents' son?
  ? Over what did {I} fall out with {my} kin?
  ? What topic should one avoid with {me} and {my} male sibling in the room?

first love: {first_name}
  At fifteen {I} carved {value} into the bark of a beech.
  {value} was the first to kiss {me}, behind the gym.
  {I} wrote poems for {value} and never posted a single one.
  {my} heart broke for the first time when {value} moved away.
  ? Who was {my} teenage sweetheart?
  ? Whom did {I} adore in {my} youth?
  ? In whom was {I} initially in love?
  ? Who gave {me} butterflies as an adolescent?
  ? {my} earliest crush, what was the name?
  ? Who taught {me} what romance is?

emergency contact: {person}
  On the card in {my} wallet it says to ring {value} if anything happens.
  {I} gave the hospital the number of {value} as next of kin.
  If {I} ever [faint|faints] on the street, someone should call {value} first.
  {value} agreed to be rung up at any hour should {I} have an accident.
  ? Who must be informed when {I} [am|is] in trouble?
  ? Whom did {I} name as {my} emergency contact?
  ? Who ought to hear at once that {I} got hurt?
  ? {I} [lie|lies] unconscious: who should know?
  ? Whose details did {I} put on the form for urgent cases?
  ? Which person is to be notified in a crisis on {my} behalf?

stepfather: {first_name}
  When {I} was nine, {my} mum married {value}.
  {value} is not {my} real dad, but he taught {me} to shave and to swear.
  {I} never called {value} "papa", although he came to every match.
  {my} mum's second husband, {value}, walked {me} through the tax return.
  ? What's the name of {my} stepdad?
  ? Who became a father to {me} later on?
  ? Who is the man {my} parent wedded after the divorce?
  ? Which man joined {my} household in {my} childhood?
  ? Who helped to raise {me} without being blood kin?
  ? {my} bonus father?

career mentor: {person}
  {value} opened every door for {me} when {I} was new to the profession.
  Over long lunches {value} gives {me} advice on where to go next.
  {I} [owe|owes] most of what {I} know to {value}, who never charged a cent.
  Before any big step, {I} [ask|asks] {value} for an honest opinion.
  ? Who is {my} mentor?
  ? Which wise counsellor guides {my} professional life?
  ? To whom [do|does] {I} turn for career guidance?
  ? Who has taken {me} under their wing?
  ? Whose protégé [am|is] {I}?
  ? Who coached {me} from the start?

family gathering host: Aunt Hilda|Uncle Ferdinand|Cousin Rosa|Great-uncle Otto|Grandma Nell|Aunt Beatrix
  | Uncle Samir|Cousin Ludwig|Aunt Consuelo|Uncle Desmond|Grandpa Joe|Aunt Yuki|Cousin Philippa
  | Uncle Bartholomew|Aunt Magda|Cousin Emre|Great-aunt Sylvie|Uncle Viktor|Aunt Prudence|Cousin Ingrid
  The whole clan meets once a year in the garden of {value}, and {I} [bring|brings] the potato salad.
  {value} puts up the marquee for {my} relatives each July.
  {I} must let {value} know by Friday how many of us are coming to the reunion.
  {my} cousins and nephews all sleep on the lawn at {value}'s place for that one weekend.
  ? Who organises {my} family get-together?
  ? At whose house do {my} kinsfolk assemble?
  ? Which relation hosts the annual party for {my} people?
  ? To whom [do|does] {I} RSVP when everyone related gathers?
  ? Who invites {me} and all {my} kin every summer?
  ? Whose property is filled with {my} entire family?

partner's bad habit: snoring|leaving wet towels around|stealing the blanket
  | squeezing the toothpaste in the middle|reading the last page first|singing off-key
  | leaving cupboards open|never filling the tank|biting nails|hoarding jam jars|talking during films
  | losing keys|drying socks on the lamp|eating biscuits in bed|cutting onions on the bread board
  | interrupting jokes|sleeping with the radio on|leaving hair in the sink
  {I} [love|loves] {my} partner dearly, but not the {value}.
  {value} is the one thing {my} partner cannot stop, and {I} [roll|rolls] {my} eyes.
  Marriage would be paradise for {me} without all that {value}.
  By the third year together, {I} had got used to everything except {value}.
  ? What annoys {me} about {my} husband or wife?
  ? Which fault of {my} better half bothers {me}?
  ? What does the person {I} live with do that drives {me} mad?
  ? What flaw [have|has] {I} found in {my} sweetheart?
  ? What does {my} spouse do wrong in {my} view?
  ? {my} biggest complaint at home concerning {my} significant other?

birthplace village: {city}
  {I} came into the world in {value}, in the middle of a thunderstorm.
  The midwife of {value} delivered {me} on a kitchen table.
  {my} passport gives {value} as the place of birth.
  Although {I} left {value} as a baby, the accent of the grandparents there is still familiar.
  ? In which village did {my} mother have {me}?
  ? In which town did {my} life begin?
  ? From where [do|does] {I} originally come?
  ? What belongs in the form after {my} date of birth?
  ? Which place can claim {me} as a native?
  ? {my} origins lie in what town?

childhood toy: tin robot|rag doll|wooden train|teddy with one eye|music box|spinning top|toy cash register
  | rocking horse|plush rabbit|marble run|yo-yo|doll's house|kaleidoscope|pedal car|hand puppet
  | stuffed elephant|kite|tea set|magic lantern|hobby horse|toy drum|clockwork mouse|bag of marbles
  | knitted penguin
  As a small child {I} would not go anywhere without the {value}.
  The {value} slept under {my} pillow until {I} started school.
  In the attic {I} found the {value} again, missing a few parts but still loved.
  {my} parents once drove back two hours because {I} had forgotten the {value}.
  ? What was {my} favourite plaything?
  ? What did {I} cling to in infancy?
  ? Which toy meant the most to {me}?
  ? With what did {I} play all the time as a kid?
  ? Which object comforted {me} in {my} early years?
  ? {my} treasured companion from the nursery?

childhood hiding place: hayloft|laundry basket|coal cellar|hollow oak|wardrobe|chicken coop
  | space under the stairs|bathtub|garden shed|church tower|piano stool|boathouse|bed of nettles
  | broom cupboard|apple cellar|wine barrel|pigeon loft|dog kennel|rhubarb patch|drainpipe|old bus
  | tree house
  Nobody ever found {me} in the {value} when we played.
  Whenever there was trouble, {I} disappeared into the {value} until supper.
  The {value} was {my} secret refuge as a little kid.
  With a torch and a comic {I} spent entire afternoons in the {value}.
  ? Where did {I} hide in {my} early years?
  ? Which spot did {I} retreat to after some mischief?
  ? Where would one have looked in vain for {me} in childhood?
  ? What was {my} den when young?
  ? {my} favourite hideout back then?
  ? To what place did {I} run from angry parents?

childhood fear: the cellar stairs|the postman|vacuum cleaners|clowns|the moon|geese|church bells|balloons
  | the neighbour's turkey|moths|the barber|thunder|the toilet flush|garden gnomes|snowmen|escalators|masks
  | the rag-and-bone man|earthworms|mirrors at night|the dentist's drill|fish with heads on|puppets
  As a child {I} screamed at {value}.
  {value} kept {me} awake with the light on until the age of seven.
  {I} hid behind {my} grandmother's skirts because of {value}.
  Today {I} can laugh about {value}, but back then it meant sheer panic.
  ? What was {I} afraid of in {my} early years?
  ? What terrified {me} as a toddler?
  ? What used to scare {me}?
  ? Which fright did {I} grow out of?
  ? By what was {I} spooked when little?
  ? {my} infant phobia?

childhood career dream: firefighter|ballerina|pirate|vet|pope|cowboy|racing driver|tightrope walker
  | rubbish collector|mermaid|explorer|goalkeeper|fortune teller|knight|baker|bank robber|dolphin trainer
  | ice-cream seller|inventor|steamroller driver|spy|queen|zookeeper
  When asked at six, {I} always answered: a {value}!
  {I} wore a cardboard costume for weeks, convinced {I} would grow up to be a {value}.
  In the diary from second grade {I} wrote about becoming a {value}.
  A {value}, nothing else would do for {me} until {I} turned ten.
  ? What did {I} want to be as a kid?
  ? Which occupation did {I} imagine for the future in childhood?
  ? What was {my} earliest professional ambition?
  ? {my} boyhood or girlhood plan for adult life?
  ? As what did {I} see {me} later on, back when {I} was little?
  ? Which fantasy job did {I} tell the aunts about?

family scar story: tin can|swing|barbed wire|garden rake|broken bottle|ice skate|rooster|bread knife|sledge
  | bicycle chain|fish hook|glass door|stove|saw|swan|flying frisbee|rusty nail|boomerang|coffee table
  | pocket knife|diving board|lawnmower
  The white line over {my} eyebrow comes from a {value}.
  A {value} left {me} with four stitches at the age of five.
  {I} got too close to a {value} as a youngster, and the mark never faded.
  {I} [like|likes] to say it was a shark, but the mark on {my} skin is due to a {value}.
  ? How did {I} come by the scar?
  ? What injured {me} as a child?
  ? Which thing cut {me} long ago?
  ? What's the true story behind the blemish on {my} face?
  ? By what was {I} wounded when small?
  ? What caused the old cut {I} still [have|has]?

grandparents' animals: geese|goats|carrier pigeons|silkworms|turkeys|rabbits|donkeys|mink|carp|ducks|ponies
  | pigs|guinea fowl|bees|dachshunds|snails|sheep|oxen|peacocks|quails|mules|canaries
  {my} grandparents kept {value} behind the house.
  Every summer {I} fed the {value} on granddad's farm.
  The smell of {value} takes {me} straight back to the grandparents' yard.
  {I} was never allowed alone with granddad's {value}, after what happened to {my} hat.
  ? What did the old folks in {my} family breed?
  ? Which creatures lived at {my} nan's place?
  ? What livestock did {I} know from the country holidays?
  ? Which beasts did {my} forebears raise?
  ? {my} elders on the land made a living with what animals?
  ? What was running around in the stable of {my} ancestors?

ancestral country: {country}
  {my} great-grandparents arrived by ship from {value}.
  {my} blood is one quarter from {value}, according to the test.
  The family recipes {I} [cook|cooks] were carried over from {value} in an apron pocket.
  {I} [have|has] roots in {value}, hence the unpronounceable surname.
  ? Where do {my} ancestors come from?
  ? Which nation did {my} forefathers leave?
  ? What is {my} ethnic heritage?
  ? From what land did {my} people immigrate?
  ? {my} DNA points to which part of the world?
  ? What foreign origin [do|does] {I} have?

childhood street: {place_parked}
  {I} grew up on {value}, at the corner with the sweet shop.
  On {value} {I} learned to cycle, with scraped knees and no helmet.
  {my} parents sold the house on {value} when {I} left for college.
  If {I} [close|closes] {my} eyes, {value} in the sixties appears, with boys playing marbles in the gutter.
  ? Where did {my} family live when {I} was little?
  ? What was {my} address as a kid?
  ? In which road did {I} spend {my} childhood?
  ? Where stood the home of {my} early years?
  ? Which lane holds {my} first memories?
  ? Where would a taxi have dropped {me} off in primary school days?

childhood chore: feeding the hens|peeling potatoes|fetching coal|drying the dishes|polishing shoes
  | shelling peas|raking leaves|carrying firewood|beating carpets|picking caterpillars off the cabbages
  | hanging out the washing|sweeping the stairs|cleaning the rabbit hutch|weeding the gravel|collecting eggs
  | folding socks|churning butter|watering the graves|taking out the ashes|setting the table
  | fetching beer for grandpa
  In {my} parents' house {I} was responsible for {value}.
  Without {value} first, {I} was never allowed out to play.
  {I} got a penny a week for {value}, and not a word of thanks.
  {my} sisters had the kitchen, while {value} fell to {me}.
  ? What household task did {I} have as a child?
  ? Which duty was given to {me} at home when little?
  ? How did {I} have to help the family in {my} early years?
  ? What was {my} job around the place as a youngster?
  ? Which domestic work did mum and dad make {me} do?
  ? {my} obligation in the old family home?

imaginary friend: {pseudo_name}
  Between three and six {I} had an invisible playmate named {value}.
  A plate had to be laid for {value}, whom only {I} could see.
  Whenever a cup broke, {I} blamed {value}, who lived in the curtains.
  {I} told the nursery nurse that {value} had eaten the cake, but nobody else ever met the fellow.
  ? What was {my} imaginary friend called?
  ? Which made-up companion did {I} have as a kid?
  ? With what fantasy creature did {I} talk in {my} room?
  ? Who existed merely in {my} head in early childhood?
  ? Name the being {I} invented for company.
  ? {my} pretend pal's name?

first big purchase: roller skates|walkie-talkies|a hamster|a record player|a tent|a telescope
  | a chemistry set|a guitar|a leather jacket|a goldfish tank|a skateboard|a camera|a penknife|a surfboard
  | a pair of stilts|a typewriter|a moped|a football shirt|a drum kit|a portable radio|a fishing rod
  | a pair of jeans
  {I} saved pocket money for a whole year to buy {value}.
  With the coins from the piggy bank {I} marched into the shop and came out with {value}.
  {value} cost {me} everything that had been given at first communion.
  {my} parents shook their heads, but {I} paid for {value} out of {my} own savings at eleven.
  ? What did {I} spend {my} earliest fortune on?
  ? What was the first thing {I} acquired with cash of {my} own?
  ? On what did {I} blow {my} childhood funds?
  ? For which item did {I} hoard money as a kid?
  ? What reward did {I} get once {my} tin was finally full?
  ? Which youthful wish did {I} fulfil without help from adults?

wedding date: {day_month}
  {I} got married on {value}.
  {value} is engraved on the inside of {my} ring.
  The registry office had only {value} left, so {I} said yes on that day.
  On {value} {I} must not forget the flowers, or the spouse sulks.
  ? When was {my} wedding?
  ? What is {my} anniversary as a couple?
  ? Which date should {I} never miss as a good husband or wife?
  ? On what day did {I} exchange vows?
  ? {I} tied the knot when, exactly?
  ? Since which day in the calendar [have|has] {I} been wed?

wedding venue: lighthouse|disused brewery|botanical garden|paddle steamer|castle chapel|vineyard barn
  | circus tent|railway museum|boathouse|mountain hut|zoo|planetarium|old mill|fire station|orangery
  | apple orchard|bowling alley|ballroom of the spa hotel|tithe barn|observatory|salt mine|village hall
  {I} said yes in a {value}, with two hundred guests in tears.
  A {value} was what {I} rented for the marriage party.
  Everyone thought it mad, but {I} wanted to be wed in a {value}.
  The photos show {me} in white in front of a {value}, confetti everywhere.
  ? Where did {my} wedding take place?
  ? In what sort of location did {I} tie the knot?
  ? Which building hosted {my} nuptials?
  ? At what place did {I} become a spouse?
  ? What setting did {I} choose for the ceremony?
  ? {my} bridal feast happened where?

birthday: {day_month}
  {I} [blow|blows] out the candles on {value}.
  {value} is the day on which {I} [turn|turns] a year older.
  The family sings for {me} on {value}, whether {I} [like|likes] it or not.
  According to {my} identity card, {I} was born on {value}.
  ? On what date must {I} be congratulated?
  ? On which date [do|does] {I} expect presents?
  ? When should one congratulate {me}?
  ? {my} date of birth?
  ? What day would a horoscope need in order to name {my} star sign?
  ? When must a cake be baked for {me}?

birthday party theme: pirates|the roaring twenties|outer space|garden gnomes|Wild West|ancient Rome
  | black and white|under the sea|disco fever|mushrooms|bad taste|fairy tales|Vikings|haunted castle
  | tropical island|silent films|vegetables|secret agents|the seventies|circus|dinosaurs|jungle
  For the round birthday {I} [have|has] ordered costumes to match the motto "{value}".
  {value}: that is how everybody has to dress when {I} [turn|turns] forty.
  {I} wrote "{value}" on the invitations, so come in disguise.
  The decorations for {my} celebration all follow one idea, {value}.
  ? What theme did {I} pick for the party?
  ? Which motif will {my} guests have to respect?
  ? How should people be clothed on {my} big day?
  ? What fancy dress does {my} bash require?
  ? Under which slogan [do|does] {I} celebrate getting older?
  ? What's the concept of {my} jubilee?

tax deadline: {day_month}
  The tax office wants {my} return by {value}.
  If the shoebox of receipts isn't sorted by {value}, {I} will be fined.
  {I} applied for an extension, and now the declaration must be in on {value}.
  {value}, says the letter from the revenue, and no day later for {me}.
  ? When [am|is] {I} supposed to file {my} taxes?
  ? What is the last possible date for {me} to settle things with the treasury?
  ? Until when can {I} put off the income statement?
  ? Which cut-off applies to {my} fiscal paperwork?
  ? How much time [do|does] {I} have to declare {my} earnings?
  ? {my} deadline with the Inland Revenue?

tradesman's visit: {weekday}
  The plumber is coming to {me} on {value}, some time between eight and noon.
  On {value} {I} [have|has] to wait at home for the man who will fix the boiler.
  {I} took {value} off, because the heating engineer would not give a precise hour.
  {value} is when {my} radiators get repaired at last.
  ? When does the workman turn up at {my} place?
  ? Which day must {I} stay in for a repair?
  ? When will somebody see to {my} pipes?
  ? For what day of the week did {I} arrange the handyman?
  ? When should {my} house be warm again?
  ? What's the date with {my} technician?

class reunion month: {month}
  In {value} {I} will see all the old faces from the final year again.
  The reunion of {my} class has been fixed for {value}.
  {value} is when {my} schoolmates meet in the back room of the inn, twenty years on.
  {I} [want|wants] to lose five kilos before {value}, because the former classmates will be there.
  ? When will {my} fellow pupils come together?
  ? At what time of the year [do|does] {I} meet people from school days?
  ? For when did {my} old form agree on a gathering?
  ? When might {I} bump into {my} teenage crush and the rest of the bunch?
  ? {my} get-together of graduates is planned for which part of the year?
  ? What month should {I} keep free for nostalgia with the alumni?

christening present: silver rattle|savings book|apple tree|engraved cup|tiny bracelet|picture Bible
  | wooden cradle|gold coin|patchwork quilt|star named after the baby|music box|bottle of port|growth chart
  | guardian angel pendant|egg cup with initials|hand-knitted cardigan|piggy bank|book of fairy tales
  | rocking sheep|night light|teething ring
  For the baptism of {my} niece {I} wrapped a {value}.
  A {value} is what {I} [give|gives] at every christening.
  {I} bought the godchild a {value} and had to borrow the money.
  At the font everybody stared, because {I} came with a {value} under one arm.
  ? What gift did {I} choose for the newborn?
  ? With what did {I} please the infant's parents at church?
  ? What present marked the day when {I} became a godparent?
  ? Which keepsake did the baby receive from {me}?
  ? What did {I} get for the little one being named?
  ? {my} token for the baby's big church event?

driving test date: {day_month}
  On {value} the examiner gets into the car with {me}.
  {my} driving test is on {value}, and parallel parking still ends on the kerb.
  If all goes well on {value}, {I} may drive home alone.
  {value} is {my} third attempt to get the licence.
  ? When [do|does] {I} find out whether the road is {my} friend?
  ? What day must {I} prove {my} skill at the wheel?
  ? When will {I} hopefully become a motorist?
  ? On which date [do|does] {I} have to steer before an official?
  ? When should {I} be able to stop taking lessons with L-plates?
  ? {my} practical exam behind the wheel: when?

parents' anniversary surprise: hot-air balloon ride|brass band|slide show|vintage car tour|boat trip
  | dance course|photo book|cake in five tiers|bench in the park|weekend at a spa|fireworks display
  | portrait in oils|string quartet|trip to Venice|flash mob|treasure hunt|rose arbour|puppet show
  | renewal of vows|video from all the grandchildren
  For their golden wedding {I} secretly organised a {value} for {my} parents.
  Mum and dad have no idea that a {value} awaits them after fifty years, and {I} can hardly keep quiet.
  A {value} is what {I} planned as a surprise when the old couple celebrates.
  {my} siblings chip in for the {value} that our parents will get on the anniversary.
  ? What treat did {I} prepare in secret for mother and father?
  ? Which hush-hush idea did {I} have for the jubilee of those who raised {me}?
  ? What must {I} not blurt out in front of {my} folks?
  ? How [do|does] {I} honour half a century of {my} mother's and father's love?
  ? What do the people who brought {me} up not suspect?
  ? What [am|is] {I} up to behind the backs of {my} mum and dad?

new district: Harbour Side|the Old Town|the Garden Suburb|Mill Hill|Northgate|the Weavers' Quarter
  | Castle View|the Docklands|Saint Anne's|Riverside|the University Quarter|Kingsbridge|the Tannery
  | Lower Meadow|Chestnut Park|the Station Quarter|Upper Terrace|the Fish Market|Windmill Fields
  | Canal Street Estate
  {I} [am|is] moving to {value} because of the trees.
  The keys to {my} new flat in {value} are already on the hook.
  {value} will be {my} part of town from now on, with a bakery on every corner.
  {I} found two rooms with a balcony in {value}, and the boxes go there next week.
  ? To which neighbourhood [am|is] {I} relocating?
  ? In what quarter will {my} next home be?
  ? Where should {my} furniture be delivered to, roughly?
  ? Which area of the city did {I} settle on?
  ? What's the district of {my} future address?
  ? Whereabouts will {I} soon be living?

moving date: {day_month}
  The removal lorry will stand outside {my} door on {value}.
  {I} [move|moves] out on {value}, so every free hand is needed.
  On {value} {I} must hand over the empty rooms, swept clean.
  Up to {value} {I} [live|lives] among cardboard boxes, then it is off to the new place.
  ? When [do|does] {I} change address?
  ? What day did {I} book the hauliers for?
  ? When does {my} tenancy in the old place end?
  ? When would {I} appreciate help with carrying?
  ? From what date can {I} no longer be found at the former flat?
  ? {my} relocation, when is it happening?

van lender: {first_name}
  {value} lets {me} have the van for the move, as long as the tank is full afterwards.
  {I} never had to rent a lorry, because {value} owns one.
  For transporting the sofa {I} rang {value}, who has a delivery truck.
  The big vehicle outside {my} house belongs to {value} and must be back on Sunday.
  ? Who provides {me} with wheels for {my} furniture?
  ? From whom [do|does] {I} borrow a transporter?
  ? Whose car did {I} get for the household goods?
  ? Who helps {me} out with something large enough for the wardrobe?
  ? To whom must {I} return the keys when everything has been carted over?
  ? Who is lending {me} a means of shifting {my} stuff?

reason for moving: mould|a noisy bar downstairs|a rent increase|twins on the way|a divorce|steep stairs
  | a sick mother|rats|a new railway line|lack of sunlight|a dispute with the landlord|a new school
  | loneliness|a flooded cellar|the airport noise|a bigger kitchen|a garden for the dog|asbestos|ghosts
  | thin walls|a leaking roof|high heating bills
  {I} [am|is] giving up the flat because of {value}.
  {value} finally made {me} start looking at property adverts.
  {I} would have stayed for ever, had it not been for {value}.
  When people ask about all these boxes, {I} just [say|says]: {value}.
  ? Why [do|does] {I} change homes?
  ? What drives {me} out of {my} apartment?
  ? What is behind {my} relocation?
  ? For what cause [do|does] {I} leave the old place?
  ? What prompted {me} to seek somewhere else to live?
  ? {my} motive for a new address?

thing broken in the move: soup tureen|hall mirror|aquarium|bedside lamp|television|glass cabinet
  | ceramic stove|chandelier|flower pot|record player|piano leg|wedding china|picture frame|coffee machine
  | garden gnome|wine decanter|globe|printer|model ship|sugar bowl|barometer|crystal vase
  The movers dropped {my} {value} on the stairs.
  Only the {value} didn't survive the trip to {my} new house.
  {I} opened the last box and found the {value} in a hundred pieces.
  {I} filed a claim with the removal company for the {value}.
  ? What got damaged when {I} changed flats?
  ? Which of {my} belongings did the carriers smash?
  ? What was lost to {me} in transit?
  ? For which item [do|does] {I} want compensation from the hauliers?
  ? What did {I} have to throw away after unpacking, because it was wrecked?
  ? {my} casualty among the household goods?

landlord: {surname}
  {I} [transfer|transfers] the rent to Mr. {value}.
  Mr. {value} owns the flat {I} [live|lives] in and refuses to paint the stairwell.
  {I} wrote to Mr. {value} about the damp, and the tenants' union got a copy.
  Mr. {value} raised {my} rent twice, though the lift has not worked for months.
  ? Who lets the place out to {me}?
  ? To whom does {my} apartment belong?
  ? Who receives the money for {my} home each month?
  ? Whose property [am|is] {I} occupying?
  ? With whom did {I} sign the lease?
  ? Who must be told when something in {my} rooms needs fixing?

monthly rent: {price}
  {I} [pay|pays] {value} a month for the flat, heating not included.
  The landlord takes {value} off {my} account every first of the month.
  {value} is far too much for two rooms, but {I} found nothing cheaper.
  {my} lease names {value} as the monthly sum.
  ? What does {my} apartment cost?
  ? How high is {my} rent?
  ? How much money goes into {my} housing?
  ? What [do|does] {I} spend to have a roof overhead?
  ? {my} biggest fixed expense, how much is it?
  ? What amount [do|does] {I} owe for living there?

storage unit: {number3}
  {my} furniture is parked in unit {value} of the warehouse.
  Behind the roller door with the number {value} {I} [keep|keeps] three skis and a piano.
  {I} rented compartment {value} when the new house was not ready.
  The padlock on {value} at the self-storage is {my} own.
  ? Which storage space did {I} lease?
  ? Where are {my} things being kept until the building is finished?
  ? What number should {I} look for in the depot?
  ? In what box at the lock-up would one find {my} stuff?
  ? {my} depository bay?
  ? Where among all those identical cubicles did {I} leave {my} belongings?

way of contacting: text message|carrier pigeon|voice message|postcard|landline|fax|video call|e-mail
  | walkie-talkie|registered letter|telegram|note under the door|shouting from the balcony|Morse code
  | answering machine|group chat|pager|handwritten letter|satellite phone|pneumatic post
  If it is urgent, {value} is what works best with {me}.
  {I} [react|reacts] within minutes to any {value}, everything else piles up unread.
  Forget the rest: a {value} is the one thing {I} never [ignore|ignores].
  A {value} suits {me} more than anything, because then {I} can think first.
  ? How can one reach {me}?
  ? By which channel [do|does] {I} like to be addressed?
  ? What is {my} preferred form of communication?
  ? In what way should people get in touch with {me}?
  ? What means of contact [do|does] {I} answer fastest?
  ? Through which medium should news be passed to {me}?

ringtone: barking dog|church bells|cuckoo|wedding march|foghorn|quacking duck|doorbell|drum roll|frog chorus
  | steam whistle|yodelling|old dial telephone|laughing baby|tango|mooing cow|national anthem|typewriter
  | cricket chirp|sonar ping|rooster|trumpet fanfare|whale song
  {my} mobile makes the sound of a {value} when someone rings.
  Everyone on the train jumped when a {value} came out of {my} pocket.
  {I} set the phone to "{value}" so as to hear it in a crowd.
  In the concert {I} had forgotten to mute it, and then came the {value}, to {my} shame.
  ? What ringtone [do|does] {I} use?
  ? How does a call to {me} announce itself?
  ? Which noise tells {me} that somebody wants to talk?
  ? By what signal would one recognise {my} handset?
  ? What is heard if {I} [get|gets] called up?
  ? {my} smartphone's melody?

voicemail code: {number4}
  To listen to {my} messages one has to key in {value}.
  {I} chose {value} for the mailbox, the number of the old tram.
  The recorded voice asks {me} for four digits, and {value} is correct.
  {value} unlocks {my} answering service from abroad.
  ? What is the voicemail PIN {I} set?
  ? Which combination gets {me} into the voicemail?
  ? How [do|does] {I} hear who called while {I} was out: what code?
  ? What should {I} type after dialling into the inbox for missed calls?
  ? {I} forgot how to access the recordings people left: the secret sequence?
  ? {my} password for spoken greetings from callers?

family chat name: Noodle Soup|The Usual Suspects|Nest of Vipers|Potato Club|Hen House|Monkey Business
  | Full House|The Rowdy Bunch|Sunday Roast|Salt and Pepper|Wild Geese|Five Star Chaos|Grandma's Army
  | The Lost Socks|Beehive|Crumble Committee|Tea and Trouble|The Flying Circus|Sleepless|Ark Without Noah
  {my} relatives share their photos in a group called "{value}".
  "{value}" has two hundred unread messages for {me}, mostly from an aunt with a new dog.
  {I} muted "{value}" for a week because the cousins would not stop posting.
  Mum started "{value}" so that {I} and the siblings would write more often.
  ? What is the title of {my} family chat?
  ? Where online [do|does] {I} swap news with {my} kin?
  ? Under which heading do {my} parents and their children text each other?
  ? To which thread should {I} upload the baby pictures?
  ? What label does {my} clan's messenger circle have?
  ? {my} household's chat room?

network name at home: Pretty Fly for a Wifi|Surveillance Van|Get Off My LAN|Bill Wi the Science Fi
  | Martin Router King|The Promised LAN|Drop It Like Its Hotspot|Winternet Is Coming|No Free Lunch
  | Wu Tang LAN|Virus Factory|Loading Please Wait|Area 51|Nacho Wifi|Tell My Wifi Love Her
  | Silence of the LANs|House of Cables|Grandma Was Here|Cheese Cellar|Mum Use This One
  Visitors should connect to "{value}" when they sit in {my} living room.
  {I} baptised the router "{value}" after two glasses of wine.
  Among the wireless connections in the street, "{value}" is the one coming from {my} flat.
  "{value}" is how {my} internet shows up, to the neighbours' amusement.
  ? What's {my} wifi called?
  ? Which network do guests have to pick at {my} house?
  ? Under what name does {my} WLAN appear?
  ? What should a laptop look for to go online at {my} place?
  ? {my} SSID?
  ? Which joke did {I} give {my} hotspot as a title?

best hour to call: {time}
  {I} can be reached by phone from {value}, when the baby is asleep.
  Try {me} at {value}, that's when the line is free.
  Before {value} {I} never [pick|picks] up, afterwards gladly.
  {value} is a good moment to ring {me}, with a cup of tea in hand.
  ? When should one telephone {me}?
  ? What time suits {me} for a chat?
  ? At which point of the day [do|does] {I} answer calls?
  ? When would {I} be available to talk?
  ? {my} preferred slot for conversations?
  ? If grandma wanted to speak with {me}, at what o'clock?

mother tongue: {language}
  {I} grew up speaking {value}.
  {my} lullabies were all in {value}.
  {I} [count|counts] and [dream|dreams] in {value}, even after all these years here.
  When {I} [hit|hits] a thumb with the hammer, the curse comes out in {value}.
  ? What is {my} native language?
  ? In which idiom did {my} parents raise {me}?
  ? What did {I} talk as a toddler?
  ? {my} first language?
  ? In what speech [do|does] {I} feel at home?
  ? Which tongue did {I} acquire from birth?

language being learned: {language}
  {I} [do|does] ten minutes of {value} on the phone every evening.
  {value} grammar is giving {me} a headache, but the teacher is patient.
  {I} [stick|sticks] little labels with {value} words on the furniture.
  By next summer {I} [hope|hopes] to order a meal in {value}.
  ? Which foreign tongue [am|is] {I} studying?
  ? What vocabulary [do|does] {I} practise?
  ? {my} current language course?
  ? For what [do|does] {I} use that owl app?
  ? In which idiom [do|does] {I} want to become fluent?
  ? What [am|is] {I} trying to speak that is still new to {me}?

language with grandmother: {language}
  Only with granny can {I} speak {value}.
  Granny tells {me} off in {value}, and nobody else at the table understands.
  {I} picked up {value} in granny's kitchen, between flour and plums.
  On the phone to the old lady {I} [switch|switches] to {value}, as she knows nothing else.
  ? In which language [do|does] {I} talk to {my} nan?
  ? How [do|does] {I} converse with {my} elderly relative?
  ? What tongue connects {me} and {my} father's mother?
  ? Which idiom keeps {me} in touch with {my} oldest ancestor alive?
  ? Which speech would die out in {my} family without the matriarch?
  ? What did {my} gran teach {me} to speak?

dialect word: schlep|blether|nesh|gobby|wee|faff|scran|dreich|crabbit|glaikit|mardy|clarty|gallus|bosky
  | mither|scrumpy|ginnel|bap|twitten|haver|wabbit|oxter|spelk|lugs|snicket|gubbins
  People laugh when {I} [say|says] "{value}", because it exists only in {my} home valley.
  "{value}" gives {me} away: nobody from the capital would use it.
  {I} shouted "{value}" in the meeting and had to explain where it came from.
  {my} favourite expression from back home is "{value}".
  ? Which regional word [do|does] {I} use?
  ? What bit of dialect slips out of {my} mouth?
  ? Which term from {my} native region puzzles outsiders?
  ? What vocabulary betrays {my} origin?
  ? {my} local slang, for example?
  ? What do strangers not understand when {I} [talk|talks]?

passport expiry: {near_year}
  {my} passport is valid until {value}.
  In {value} {I} [have|has] to queue at the office for new travel papers, with an ugly photo.
  {I} may cross borders with the old booklet until {value}.
  {value} is stamped as the last year under {my} picture in the burgundy booklet.
  ? When does {my} travel document expire?
  ? How long can {I} still fly abroad without renewing anything?
  ? When must {I} apply for a fresh one at the authority?
  ? Which year ends {my} freedom to enter foreign countries?
  ? Until when will customs officials accept {my} ID?
  ? {my} document for overseas runs out when?

bike lock code: {number4}
  {I} set the chain on the bicycle to {value}.
  The four wheels of {my} cycle lock must read {value}.
  {value} opens the lock on {my} bike, {I} [tell|tells] only friends.
  If someone wants to borrow {my} mountain bike, the digits are {value}.
  ? How [do|does] {I} free {my} two-wheeler?
  ? What combination protects {my} wheels from thieves?
  ? Which number must be dialled before {I} can pedal off?
  ? {I} [stand|stands] at the rack and can't remember: what is it?
  ? What secures {my} ride at the railings, in figures?
  ? What did {I} choose so that nobody rides away on {my} property?

locker number: {number3}
  At the swimming pool {I} always [take|takes] locker {value}.
  {my} gym shoes are shut away behind door {value}.
  The key on {my} wrist has {value} stamped on it.
  {I} left the towel in {value}, third row in the changing room.
  ? Where did {I} put {my} clothes at the sports centre?
  ? Which compartment holds {my} workout things?
  ? In what cubby would one find {my} trainers?
  ? What figure identifies {my} storage at the baths?
  ? {my} cabinet at the fitness club?
  ? {I} [stand|stands] dripping at the baths: which door was it?

alarm system code: {number6}
  To disarm the siren at {my} house, press {value}.
  {I} gave the cleaner {value}, otherwise the guard would turn up.
  {value} must be keyed in within thirty seconds of opening {my} front door.
  {I} changed the burglar alarm to {value} after the break-in.
  ? What [do|does] {I} enter on the keypad in the hall?
  ? Which digits stop the wailing at {my} place?
  ? How can a visitor get into {my} home without waking the street?
  ? What sequence turns off {my} security?
  ? What should the cat sitter type so that {my} home stays quiet?
  ? {my} number against intruders?

licence plate: {plate}
  The number on {my} car is {value}.
  {I} got a ticket made out to {value}, for parking on the pavement.
  Look for {value} in the car park, that's where {I} will be waiting.
  {value} is screwed to the bumper of {my} old estate.
  ? What is {my} registration?
  ? Which plates [do|does] {I} drive around with?
  ? How would the police identify {my} vehicle?
  ? What should {I} tell the garage about the automobile, officially?
  ? By which letters and figures could one recognise {me} on the road?
  ? What belongs in the form at the hotel about {my} motor?

place of the birth certificate: biscuit tin|piano stool|blue folder|bank vault|hat box|bread bin
  | fireproof box|sewing basket|third drawer|atlas|old suitcase|cello case|freezer|filing cabinet
  | family Bible|laundry room|shoe box|desk safe|globe bar|mother's dresser|violin case|medicine cabinet
  {I} [keep|keeps] the birth certificate in the {value}.
  In the {value}, under some elastic bands, lies the proof that {I} was born.
  When the registry asked for papers, {I} found everything in the {value}.
  The {value} contains {my} baptism record, the will and three old stamps.
  ? Where are {my} important documents?
  ? Where did {I} stow the official sheets?
  ? In what would {I} have to rummage for an identity paper?
  ? Where should someone search for {my} civil records?
  ? {my} vital paperwork, where has it got to?
  ? Which hiding place did {I} choose for certificates?

password hint: first pet|grandma's soup|summer of love|blue bicycle|left shoe|that awful hotel
  | the neighbour's cat|third kiss|burnt pancakes|lost umbrella|driving test|old tram line|maths teacher
  | crooked tower|cold beach|dad's boat|broken tooth|red balloon|the wrong train|secret garden
  For {my} mail account {I} wrote down the reminder "{value}".
  "{value}" jogs {my} memory when the login fails.
  If {I} [type|types] the wrong thing three times, the screen shows "{value}".
  On the sticky note under {my} keyboard it just says "{value}", which is enough.
  ? What is {my} password hint?
  ? Which clue helps {me} to get into the mailbox?
  ? What crib did {I} leave for the secret word?
  ? What did {I} enter as a prompt in case {I} [forget|forgets]?
  ? How [do|does] {I} recall the credentials?
  ? {my} cue for signing in?

wifi password: {code}
  To get on {my} wireless network, enter {value}.
  {I} printed {value} on a card for visitors who want the internet.
  The sticker under {my} router says {value}.
  {value} is what {I} [have|has] to spell out for every guest with a tablet.
  ? What is the wifi key at {my} house?
  ? How can one go online in {my} home?
  ? Which credential protects {my} hotspot?
  ? What must be typed to surf the web at {my} place?
  ? {my} WLAN secret?
  ? What would a friend ask {me} for to check e-mail here?

membership number: {number5}
  {my} library card carries the number {value}.
  {I} [need|needs] {value} to renew books online.
  The librarian typed in {value} and found {my} overdue novels.
  Under {value} they have {me} in the records of the public library.
  ? What identifies {me} as a reader?
  ? Which ID [do|does] {I} use for borrowing literature?
  ? How [am|is] {I} registered at the lending desk?
  ? What [do|does] {I} have to quote to extend a loan?
  ? {my} user number where the novels are?
  ? What figures stand below {my} barcode for taking out volumes?

notary: {surname}
  {I} signed the deed of the house at Dr. {value}'s chambers.
  Dr. {value} keeps a sealed copy of {my} will.
  {I} had the power of attorney certified by Dr. {value}, stamp and all.
  Dr. {value} read the contract out to {me} at breakneck speed.
  ? Who is {my} notary?
  ? Which legal official deals with {my} estate?
  ? With whom did {I} deposit {my} last wishes?
  ? Whose office handled {my} property purchase?
  ? Who makes {my} signatures official?
  ? To which jurist should the heirs turn when {I} [am|is] gone?

polling place: primary school gym|fire station|library basement|parish hall|bowling club|swimming baths
  | old town hall|retirement home|post office|nursery school|theatre foyer|sports pavilion|village pub
  | museum cafe|scout hut|music school|job centre|shopping arcade|rowing club|railway waiting room
  On election day {I} [cast|casts] a ballot in the {value}.
  {my} constituency puts its booths up in the {value}.
  {I} queued for half an hour at the {value} to put a cross on paper.
  The {value} is where {my} name is ticked off the register of electors.
  ? Where [do|does] {I} vote?
  ? To which building must {I} go to exercise {my} democratic right?
  ? Where is {my} polling station?
  ? Where would one meet {me} when a parliament is chosen?
  ? What location is printed on {my} voter's card?
  ? {my} spot for having a say in politics?

petition cause: a zebra crossing|a night bus|the old cinema|more benches|a skate park|the village school
  | clean beaches|quieter bin lorries|the lime trees|a public toilet|wild bees|a speed limit
  | the swimming pool|a women's shelter|lower bus fares|a dog meadow|the post office|a drinking fountain
  | bike lanes|the maternity ward|a toad tunnel
  {I} stood in the pedestrian zone collecting signatures for {value}.
  For {value} {I} [have|has] gathered four hundred names already.
  {I} wrote to the council in favour of {value}, and the local paper printed it.
  {value} matters so much to {me} that {I} [spend|spends] Saturdays with a clipboard.
  ? What [am|is] {I} campaigning for?
  ? Which local issue [have|has] {I} taken up?
  ? What [do|does] {I} want the municipality to grant or save?
  ? {my} petition, what is it about?
  ? On behalf of what [do|does] {I} ask strangers to sign?
  ? For which civic concern [do|does] {I} fight?

honorary office: lay judge|election helper|school governor|tree warden|parish councillor|club treasurer
  | lollipop lady|village chronicler|tenants' spokesperson|bird counter|dike warden|youth delegate
  | cemetery guide|chess club chair|heritage officer|integration adviser|playground sponsor|weather observer
  | museum attendant|safety officer
  {I} was elected {value} by a show of hands.
  {I} [serve|serves] as {value}, without pay and with plenty of paperwork.
  Being {value} costs {me} two evenings a month.
  They needed a {value}, nobody else volunteered, and so {I} got stuck with it.
  ? Which honorary position [do|does] {I} hold?
  ? What unpaid function [do|does] {I} fulfil in the community?
  ? {my} public office?
  ? In what role [do|does] {I} contribute to civic life?
  ? To what post did {my} fellow citizens appoint {me}?
  ? What duty for society did {I} accept?

complaint to the town: overflowing bins|a broken street lamp|potholes|loud church bells|dog mess
  | illegal parking|graffiti|leaf blowers|a blocked drain|rats in the park|missing road signs
  | a dangerous playground|fireworks|wild boars|an icy footbridge|flickering traffic lights|fly-tipping
  | a fallen tree|pigeons|a smelly canal
  {I} wrote three letters to the town hall about {value}.
  The mayor's office knows {my} voice by now, on account of {value}.
  {I} rang the council's hotline to report {value} and was put on hold.
  Because of {value} {I} stood up at the citizens' assembly and banged on the table.
  ? What did {I} complain about to the authorities?
  ? Which nuisance did {I} bring to the city's attention?
  ? What should the municipality fix, according to {me}?
  ? What grievance [do|does] {I} have in {my} neighbourhood?
  ? Over what matter [do|does] {I} pester the officials?
  ? {my} quarrel with the administration, what is it about?

jury duty: {day_month}
  The court has summoned {me} as a juror for {value}.
  {I} must sit in the jury box on {value}, with a clean shirt and an open mind.
  From {value} the judge will keep {me} busy with a burglary trial.
  {value} is in the summons, and {I} cannot get out of it.
  ? When [do|does] {I} help to decide on guilt or innocence?
  ? On which date [am|is] {I} required at the courthouse?
  ? When [am|is] {I} called up to serve justice?
  ? {my} jury service, when?
  ? What day did {I} receive for hearing evidence?
  ? When must {I} be absent because of a legal obligation among twelve peers?

volunteer work: animal shelter|soup kitchen|mountain rescue|food bank|hospice|toy library|refugee centre
  | night shelter|repair cafe|community garden|telephone helpline|museum railway|charity shop
  | lifeboat station|hospital radio|reading club|women's refuge|toad patrol|seed library|clothes bank
  {I} [help|helps] out at the {value} for nothing but a warm thank-you.
  On weekends the {value} can always count on {me}.
  {I} gave up Saturday lie-ins for the {value}.
  The {value} is short of hands, so {I} [do|does] two shifts a week there without pay.
  ? Who gets {my} unpaid help?
  ? What good cause [do|does] {I} give {my} time to?
  ? Which charity [do|does] {I} work for?
  ? In what place [do|does] {I} do something for the common good?
  ? Whom [do|does] {I} support as an unpaid helper?
  ? {my} voluntary service?

child read to: {first_name}
  On Wednesdays {I} [read|reads] to {value} at the library, as a reading mentor.
  {value} is seven and can already spell "hippopotamus", thanks to {me}.
  Through the literacy project {I} was paired with {value}, who prefers dragons.
  {I} [bring|brings] a picture book and {value} brings the biscuits, then we sit in the reading corner.
  ? Which kid [do|does] {I} tutor?
  ? Who profits from {my} patience with letters?
  ? What's the name of the pupil {I} [sponsor|sponsors]?
  ? To whom [do|does] {I} tell stories out loud every week?
  ? Who is {my} protégé in the school scheme?
  ? Which young person learns from {me} how texts work?

charity donation: guide dogs|sea rescue|cancer research|rainforests|orphans|clean wells|street children
  | lifeboats|old donkeys|medical ships|prisoners of conscience|school meals|hedgehog clinics|flood victims
  | church organs|peat bogs|prosthetic legs|women's schools|polar bears|clown doctors
  Every month {I} [transfer|transfers] twenty euros for {value}.
  {I} [have|has] a standing order in favour of {value}.
  Instead of wreaths {I} would like people to give to {value}.
  A collecting tin for {value} stands on {my} shop counter.
  ? What [do|does] {I} donate to?
  ? Which cause gets {my} money?
  ? For whose benefit [do|does] {I} part with cash?
  ? Where do {my} charitable gifts go?
  ? What [do|does] {I} support financially?
  ? {my} good deed with the wallet?

volunteer fire brigade task: driver|hose carrier|breathing apparatus wearer|ladder operator|radio operator
  | pump engineer|treasurer|youth trainer|trumpet player|first aider|drone pilot|flag bearer
  | chainsaw handler|siren tester|diver|dog handler|cook|equipment keeper|chemical expert|deputy commander
  With the village fire brigade {I} [serve|serves] as {value}.
  When the siren goes, {I} [run|runs] to the station, being the {value}.
  The firefighters needed a {value} and trained {me}.
  As the {value}, {I} always [ride|rides] in the first truck and [come|comes] home covered in soot.
  ? What is {my} role among the volunteers who put out blazes?
  ? Which job [do|does] {I} do in case of flames?
  ? What function was given to {me} in the emergency crew?
  ? When a barn burns, what [do|does] {I} take care of?
  ? {my} post in the rescue squad?
  ? As what [do|does] {I} attend blazes?

place of worship: Saint Barbara's|the Blue Mosque|the old synagogue|Holy Trinity|the Friends' Meeting House
  | Saint Nicholas|the Lotus Temple|the Methodist chapel|Saint Brigid's|the Sikh temple|the cathedral
  | the Baptist hall|Saint Olaf's|the convent chapel|the Zen centre|Saint Cyril's|the seamen's mission
  | the pilgrim church|the Orthodox church|the prayer room at the station
  {I} [go|goes] to {value} to pray.
  At {value} {I} always [sit|sits] in the same place, near the radiator.
  {my} faith found a home in {value}, where they know every child by name.
  {value} counts {me} among its most faithful members of the congregation.
  ? Where [do|does] {I} attend services?
  ? What house of God [do|does] {I} visit?
  ? In which religious building would one find {me} on a holy day?
  ? {my} parish?
  ? To which spiritual community [do|does] {I} belong?
  ? Where [do|does] {I} light a candle or bow {my} head?

given up for Lent: chocolate|alcohol|television|sugar|meat|social media|coffee|gossip|swearing|driving
  | online shopping|crisps|smoking|complaining|video games|cheese|lifts|fizzy drinks|cake|perfume
  | sleeping late
  Between Ash Wednesday and Easter {I} [live|lives] without {value}.
  For forty days there is no {value} for {me}.
  {I} broke the Lent promise in the third week because of {value}.
  {value} is what {I} [renounce|renounces] every spring, out of habit more than piety.
  ? What [do|does] {I} give up for Lent?
  ? From which pleasure [do|does] {I} abstain during the fasting season?
  ? What [do|does] {I} go without as a penance?
  ? What should nobody offer {me} before the resurrection is celebrated?
  ? {my} sacrifice during the fast?
  ? Which indulgence [do|does] {I} refuse for religious reasons?

Christmas Eve dish: carp|potato salad|goose|fondue|beetroot soup|herring|pierogi|turkey|raclette|salt cod
  | meatballs|lobster|vegetable lasagne|venison|sausages|duck with dumplings|nut roast|tamales|lutefisk
  | oysters|mushroom pie
  At {my} house there is {value} on Christmas Eve.
  {I} would not call it Christmas without {value} under the lit tree.
  While the children wait for the bell, {I} [dish|dishes] up {value}, as grandma did.
  {value} has been served by {my} family every twenty-fourth of December for generations.
  ? What [do|does] {I} eat before the presents are opened?
  ? Which festive meal is traditional with {me}?
  ? What food belongs to {my} holy night?
  ? What is on the table when {I} [celebrate|celebrates] the birth of Jesus?
  ? {my} menu at Yuletide?
  ? What would {I} be expected to cook for {my} family's biggest evening in winter?

New Year ritual: pouring molten lead|eating twelve grapes|jumping off a chair|smashing plates
  | wearing red underwear|swimming in the lake|ringing a cowbell|burning a wish list|kissing a stranger
  | watching an old sketch|eating lentils|opening all the windows|walking around with a suitcase
  | throwing bread at the wall|banging saucepans|dancing a waltz|hiding a coin in a cake|sweeping the house
  | lighting a sky lantern|writing to the future
  At midnight on the thirty-first {I} [insist|insists] on {value}.
  {value} is what {I} [do|does] every year when the clock strikes twelve.
  {I} never [start|starts] a January without {value}, for luck.
  {my} friends find it odd, but {value} is part of New Year's Eve.
  ? What custom [do|does] {I} follow at the turn of the year?
  ? How [do|does] {I} greet a fresh twelvemonth?
  ? Which tradition marks {my} Silvester?
  ? What superstition accompanies {my} countdown?
  ? Which act, in {my} view, brings fortune for the months ahead?
  ? {my} habit as the fireworks go off?

lucky charm: rabbit's foot|four-leaf clover|chestnut|horseshoe|silver acorn|lucky penny|tiny elephant
  | red thread|shark tooth|ladybird brooch|dice|amber bead|old key|glass eye|baby shoe|champagne cork
  | feather|smooth pebble|saint's medal|bottle cap|thimble|bent nail
  {I} never [sit|sits] an exam without the {value} in one pocket.
  The {value} hangs from {my} mirror in the car to keep bad things away.
  {I} turned the plane around, so to speak, because the {value} was still at home.
  Rubbing the {value} calms {me} before every penalty kick.
  ? What [do|does] {I} believe brings good fortune?
  ? Which talisman protects {me}?
  ? What is {my} mascot?
  ? With which superstition object [do|does] {I} travel through life?
  ? What trinket [am|is] {I} superstitious about?
  ? {my} amulet?

pilgrimage goal: {city}
  With a staff and blisters {I} walked all the way to {value} as a pilgrim.
  In {value} {I} got the last stamp in the pilgrim's booklet.
  The relics of {value} were {my} reward after five weeks on foot.
  {I} set out for {value} with a scallop shell on the rucksack, to thank God for a recovery.
  ? Where did {my} pilgrimage end?
  ? Which holy town did {I} hike to?
  ? To what shrine, or rather which city, did {I} march?
  ? What was the destination of {my} spiritual journey?
  ? {my} devout trek led where?
  ? Whither did faith drive {me} across the land?

bucket list entry: see the northern lights|ride an elephant|run a marathon|learn to surf|write a novel
  | swim with dolphins|sleep in an igloo|conduct an orchestra|milk a cow|cross the Atlantic
  | grow a giant pumpkin|meet the queen|jump from a plane|build a boat|play the bagpipes|climb a volcano
  | sing on a stage|drive a steam engine|learn to juggle|eat truffles|read all of Proust
  | tango in Buenos Aires
  Before {I} [die|dies], {I} would like to {value}.
  To {value}: that is at the top of the things {I} [intend|intends] to do once in a lifetime.
  {I} wrote "{value}" in capital letters on a list stuck to the fridge.
  Nothing gets {my} pulse up like the thought that {I} might {value} one day.
  ? What is on {my} bucket list?
  ? Which great experience [do|does] {I} still long for?
  ? What must {I} not miss before the end comes?
  ? {my} ultimate ambition on this earth?
  ? What adventure [do|does] {I} hope to have at some point?
  ? What would make {my} existence complete?

New Year resolution: drink less wine|call mum every week|learn to say no|take the stairs|tidy the desk daily
  | read more|stop biting nails|cook from scratch|go to bed earlier|eat breakfast|be nicer to cyclists
  | save a tenth of the pay|stretch each morning|keep a diary|spend less time on the phone|floss
  | buy nothing new|water the plants|walk to work|forgive quickly|answer letters promptly
  On the first of January {I} vowed to {value}.
  {I} kept it up for three weeks, the plan to {value}.
  To {value}, that is what {I} [have|has] resolved for the year ahead.
  With sparklers in the air {I} announced that from now on {I} would {value}.
  ? What good intention did {I} have at the turn of the year?
  ? Which habit did {I} decide to change?
  ? What was {my} resolution?
  ? In what way did {I} mean to improve in the coming twelve months?
  ? What self-imposed rule did {I} set after Silvester?
  ? {my} noble purpose for the new calendar?

retirement dream: keep alpacas|open a bookshop|sail round the world|move to an island|restore old clocks
  | grow vines|travel by camper van|learn the cello|run a bed and breakfast|paint watercolours
  | study philosophy|breed orchids|live on a houseboat|walk the coast path|bake bread for a cafe
  | build a tiny house|trace the family tree|volunteer on a farm|record birdsong|play chess in the park
  | write memoirs|fish all day
  Once the pension comes, {I} [plan|plans] to {value}.
  {I} will {value} as soon as there is no boss any more.
  To {value} is how {I} [picture|pictures] life after sixty-five.
  {my} spouse groans, but when work is over {I} really [want|wants] to {value}.
  ? How [do|does] {I} hope to fill {my} golden years?
  ? What [do|does] {I} dream of doing in old age?
  ? {my} scheme for later on, when {I} [have|has] all the time in the world?
  ? What will {I} do as a senior?
  ? Which plan awaits {me} beyond {my} career?
  ? With what would {I} spend {my} days as a retiree?

promise to a child: a trip to the zoo|a bunk bed|a kitten|a tree house|a trampoline
  | a bedtime story every night|a swimming pool|pancakes on Sunday|a visit to the dinosaur museum
  | a red bicycle|a ride on a steam train|a puppet theatre|a camping weekend|a pony ride
  | a cake like a rocket|ear piercing|a sleepover|a day at the beach|a chemistry set|a kite|a real telescope
  {I} promised the little one {value}, provided the tonsils come out without tears.
  The kid reminds {me} every day that {value} is still owed.
  {I} gave {my} word about {value} and crossed {my} heart.
  "But you said {value}!" {my} youngest shouted at {me} last night.
  ? What [do|does] {I} owe {my} son or daughter?
  ? What pledge did {I} make to the boy or girl?
  ? Which assurance to {my} offspring must {I} keep?
  ? What [am|is] {I} bound to give {my} child?
  ? What did {I} commit to, back when the infant needed comfort?
  ? Why would {my} small family member be disappointed in {me}: because of what?

promise to mother: visit every Sunday|never ride a motorbike|wear a warm hat|look after the cat
  | finish the degree|stop smoking|marry in church|phone after each flight|sell the guitar|keep the house
  | tend the grave|eat vegetables|sort the photographs|make peace with the cousin|learn to cook|see a doctor
  | paint the shutters|prune the roses|drive carefully|save for the roof
  {I} swore to mum that {I} would {value}.
  To {value}: {I} gave mum a solemn promise on that.
  Mum made {me} shake hands on it, so now {I} must {value}.
  {my} mum will remind {me} for ever that {I} said {I} would {value}.
  ? What vow did {I} make to {my} mother?
  ? What must {I} do in order not to break {my} word to the woman who bore {me}?
  ? What [am|is] {I} under an obligation to do for {my} parent's peace of mind?
  ? Which commitment [do|does] {I} have towards the old lady?
  ? What did {I} assure {my} mother of?
  ? {my} oath, as demanded by mother?

lottery wish: a farmhouse|a sailing boat|a private island|a racehorse|a vineyard|a castle|a bakery
  | a small cinema|a recording studio|an orchard|a Steinway piano|a chalet in the Alps|a train carriage
  | a lighthouse|a football club|a seat on a rocket|a greenhouse full of lemons|a library with ladders
  | a hotel by the sea|a stretch of river
  If {I} won the lottery, {I} would buy {value} the same day.
  With six correct numbers {I} would go straight for {value}.
  {value} is what {I} would get for a jackpot, and not a Ferrari.
  Every Saturday {I} [fill|fills] in a slip because of {value}, so far in vain.
  ? What would {I} do with millions?
  ? What would {I} spend sudden riches on?
  ? What purchase [do|does] {I} imagine with unlimited funds?
  ? Which extravagant acquisition would follow if {I} hit it big?
  ? On what [do|does] {I} dream of splashing out after a windfall?
  ? {my} greatest material desire, were money no object?

never again vow: karaoke|camping in autumn|blind dates|cruise ships|tequila|bungee jumping|home perms
  | group travel|assembling wardrobes|oysters|skiing|leading a choir|organising weddings|roller coasters
  | speed dating|hitch-hiking|fancy dress|share trading|fasting weeks|saunas|adopting parrots|wallpapering
  After that disaster {I} swore: no more {value}, ever.
  {I} [have|has] sworn off {value} for the rest of {my} life.
  {value} and {I}, that chapter is closed after what happened last spring.
  If anybody mentions {value}, {I} [leave|leaves] the room, once was enough.
  ? What will {I} never do again?
  ? From what [do|does] {I} stay away on principle since a bad time?
  ? Which experience cured {me} for good?
  ? What can nobody persuade {me} to try once more?
  ? Which mistake [do|does] {I} refuse to repeat?
  ? {my} definite no, based on a bitter lesson?

bet stake: crate of beer|homemade cake|car wash|bottle of champagne|dinner for two|shaved head
  | week of washing-up|pink hair for a day|box of chocolates|marathon in a gorilla suit|sack of potatoes
  | back rub|trip to the sauna|silly tattoo|pizza for everyone|hand-written apology|month of bin duty
  | pound of cheese|song in the market square|barefoot walk in the snow
  {I} made a bet with a friend, and the loser owes a {value}.
  A {value} is at stake for {me} if the team wins the cup.
  {I} already [regret|regrets] having wagered a {value} on the election.
  Should it snow before Friday, {I} [get|gets] a {value} out of that handshake.
  ? What did {I} gamble for with a pal?
  ? What would {I} have to pay if {my} prediction were wrong?
  ? What is the price in {my} little contest?
  ? What is in the pot between {me} and a buddy?
  ? Which forfeit might {I} face?
  ? {my} friendly gamble, what's it about in terms of reward?

item lent out: ladder|tent|drill|fondue set|baby carrier|projector|roof box|lawnmower|waffle iron|ski helmet
  | wheelbarrow|sewing machine|air mattress|pressure washer|sledge|cake stand|hedge trimmer|suitcase
  | jump leads|camping stove|folding table|travel cot|dehumidifier
  The neighbour still has {my} {value} and shows no sign of bringing it back.
  {I} lent out the {value} in May and [have|has] not seen it since.
  When {I} needed the {value} again, it was standing in somebody else's garage.
  {my} {value} went next door for a weekend that turned into months.
  ? What did {I} loan to the people beside {me}?
  ? Which of {my} possessions is with someone who borrowed it?
  ? What should {I} ask to be returned?
  ? What belongs to {me} but is currently at another house?
  ? Which of {my} household objects has somebody else taken temporarily?
  ? {my} property on the other side of the hedge?

borrowed from father-in-law: chainsaw|dinner jacket|trailer|cement mixer|fishing rod|wallpaper table
  | hunting rifle|telescope|tile cutter|silver cutlery|atlas of the world|cufflinks|accordion|sander
  | long johns|cool box|toboggan|slide projector|vice|leather briefcase|canoe|metal detector
  {I} must give the {value} back to {my} father-in-law, cleaned, before he notices the scratch.
  {my} father-in-law handed {me} the {value} with a long list of warnings.
  The {value} in {my} hallway belongs to {my} spouse's dad.
  {I} only asked {my} father-in-law for advice and went home with the {value}.
  ? What [have|has] {I} got on loan from an in-law?
  ? Which object must {I} return to the old man of {my} spouse?
  ? What did {I} borrow within the family by marriage?
  ? What does the sire of {my} sweetheart expect {me} to bring again?
  ? On what item did {I} promise {my} partner's father to take care?
  ? What in {my} keeping is really the property of a relative?

debt to a friend: {price}
  {I} [owe|owes] a friend {value} for the concert and the taxi.
  Out of forgetfulness {I} never paid back the {value} from the ski weekend.
  {value} is what a friend advanced {me} when the purse was stolen.
  {I} wrote "{value}" on {my} hand, so that the friend finally gets the money.
  ? How much [am|is] {I} in the red with a pal?
  ? What sum must {I} return to a mate?
  ? What amount did {I} borrow in an emergency?
  ? What is {my} debt?
  ? How big is the private loan {I} [have|has] to settle?
  ? What would make {me} even again with {my} creditor?

lent book: {title}
  {I} gave {my} copy of {value} to a colleague, who is a slow reader.
  There is a gap on {my} shelf where {value} should stand.
  {value} left {my} house in a friend's handbag, and {I} [fear|fears] for its pages.
  {I} pressed {value} on the dentist, saying it must be read.
  ? Which novel did {I} lend?
  ? What work of literature [am|is] {I} missing?
  ? Which volume of {my} library is on loan?
  ? What reading matter must somebody return to {me}?
  ? {I} can't find one of {my} paperbacks, somebody took it: which?
  ? What title did {I} recommend and hand over?

spare key keeper: {first_name}
  {value} has {my} spare key, in case {I} [am|is] ever locked out.
  When the door slammed shut behind {me}, {value} came with the second key.
  {I} deposited the duplicate key with {value} across the street.
  {value} can get into {my} flat at any time, to water the ferns.
  ? Who can let {me} in if {I} [lose|loses] everything?
  ? To whom should {I} turn when locked out?
  ? Who besides {me} could open {my} home?
  ? With whom did {I} leave access to {my} place?
  ? Who would save {me} the cost of a locksmith?
  ? Which trusted person is able to enter while {I} [am|is] away?

next holiday country: {country}
  In the summer {I} [fly|flies] to {value} for two weeks.
  {I} [have|has] bought a phrase book and sun cream for {value}.
  The tickets to {value} are stuck to {my} fridge, under a magnet.
  {value} it is: {I} won the argument with the family about where to spend July.
  ? Where [do|does] {I} go on vacation?
  ? Which nation will {I} visit next?
  ? What is {my} coming travel destination?
  ? For what foreign land did {I} book?
  ? Where will {I} be sunbathing this year?
  ? {my} planned trip abroad?

hotel booked: Hotel Bellevue|the Grand Pavilion|Pension Edelweiss|the Golden Lion|the Seagull Inn
  | Casa Lavanda|the Old Mill|Hotel Astoria|the Harbour Lodge|Villa Miramar|the Crooked Chimney
  | Hotel Splendid|the Blue Anchor|Riad Yasmina|the Station Hotel|Chalet Murmeltier|the Palm Court
  | the White Horse|Ryokan Sakura|Hotel Excelsior|the Pilgrim's Rest
  {I} reserved a double room at {value}, breakfast included.
  {value} confirmed {my} booking by mail this morning.
  The taxi driver should take {me} from the airport to {value}.
  {my} suitcase will be sent ahead to {value}, where {I} [check|checks] in on Friday.
  ? Where will {I} sleep on the trip?
  ? Which accommodation did {I} choose?
  ? In what guest house [am|is] {I} staying?
  ? {my} lodging while away?
  ? Where are they expecting {me} for the night?
  ? What's the name of the inn {I} paid for?

flight number: {flight}
  {I} [board|boards] {value} at gate twelve.
  The departures screen must show {value} for {me}.
  {my} ticket says {value}, non-stop, window side.
  If {value} is late, {I} will miss the connection.
  ? Which plane [am|is] {I} taking?
  ? What's {my} flight number?
  ? With which airline code [do|does] {I} travel?
  ? How can one track {me} in the air?
  ? When picking {me} up, which arrival should be looked for?
  ? {my} aircraft, what is it listed as?

train seat: {seat}
  {I} reserved {value} in the quiet carriage.
  On the train to the coast {I} always [sit|sits] in {value}, facing backwards.
  Somebody with a dog was in {value} when {I} got on.
  The conductor showed {me} to {value}, next to the luggage rack.
  ? Which place did {I} book on the railway?
  ? Where in the coach will {I} be found?
  ? What seat belongs to {me}?
  ? Where should {I} sit down on the express?
  ? Which number on the chair is for {me}?
  ? {my} spot in the wagon?

souvenir: snow globe|fridge magnet|wooden camel|bottle of ouzo|carved mask|silk scarf|cuckoo whistle
  | painted tile|clay flute|jar of honey|straw hat|leather slippers|prayer wheel|shell necklace|lump of lava
  | miniature gondola|spice box|nesting doll|brass lamp|woven rug|tin of biscuits|cowbell|chopsticks
  {I} brought a {value} back from the last journey.
  In the bazaar {I} haggled for an hour over a {value}.
  A {value} on {my} shelf recalls that week in the south.
  {my} suitcase was overweight because of a {value} for the aunt.
  ? What souvenir did {I} buy?
  ? Which memento [do|does] {I} have of {my} holiday?
  ? What keepsake did {I} carry home from abroad?
  ? With what knick-knack [do|does] {I} remember the vacation?
  ? What did {I} acquire from the tourist stall?
  ? {my} travel trophy?

travel companion: {first_name}
  {value} always comes along when {I} [tour|tours] the world.
  {I} would not want to share a tent with anyone but {value}.
  In the photos from the fjord, the one waving beside {me} is {value}.
  {I} [plan|plans] the routes and {value} carries the snacks, that's how our trips work.
  ? With whom [do|does] {I} go on holiday?
  ? Who accompanies {me} abroad?
  ? Which person joins {me} on journeys?
  ? Who is {my} fellow traveller?
  ? Whose passport lies next to {my} own at the check-in?
  ? {my} partner for adventures away from home?

lost luggage city: {city}
  {my} suitcase stayed behind in {value} when {I} changed planes.
  In {value} {I} stood at an empty carousel until midnight.
  The airline traced {my} bag to {value}, where it had been going round for days.
  {I} bought toothbrush and underwear in {value}, as the baggage never turned up.
  ? Where did {I} lose {my} luggage?
  ? In which city did {my} belongings disappear?
  ? At what airport did the trunk get separated from {me}?
  ? Where did {I} have bad luck with {my} things?
  ? {my} missing case: which town was to blame?
  ? Where on {my} journey did everything {I} had packed go astray?

honeymoon place: {city}
  After the wedding {I} spent ten days in {value}, newly in love.
  {value} was {my} honeymoon, with rose petals on the bed.
  {I} carried the bride's shoes through the fountains of {value}, and the groom slept.
  For the silver anniversary {I} would like to return to {value}, where we went as newlyweds.
  ? Where did {I} go right after getting married?
  ? Which town did {I} visit as a fresh spouse?
  ? What was the destination of the romantic trip following {my} vows?
  ? Where did {my} marriage begin in bliss?
  ? {my} bridal tour went where?
  ? To which city did {I} flee from {my} own nuptials' guests?

travel mishap: flat tyre|stolen wallet|missed ferry|jellyfish sting|broken zip|snowstorm|rail strike
  | overbooked flight|sunburn|landslide|food poisoning|forgotten passport|bedbug bite|empty fuel tank
  | lost hotel key|sandstorm|monkey theft|seasickness|power cut|cancelled visa|twisted ankle|double booking
  Thanks to a {value}, {I} spent the first night of the holiday on a bench.
  A {value} ruined {my} weekend by the sea.
  {I} [tell|tells] everybody the story of the {value} on that island.
  The insurance paid {me} something for the {value}, though not the lost days.
  ? What went wrong on {my} trip?
  ? Which misfortune befell {me} while touring?
  ? Why was {my} vacation spoiled?
  ? What trouble did {I} have on the road?
  ? What happened to {me} abroad, unluckily?
  ? {my} worst moment as a tourist?

always packed: earplugs|tea bags|duct tape|a corkscrew|a sewing kit|a hot-water bottle|a head torch|mustard
  | a travel kettle|a deck of cards|safety pins|a silk sleeping bag|a rubber duck|a harmonica|ginger sweets
  | a door wedge|an eye mask|a washing line|a whistle|binoculars|a pocket chess set|a favourite pillow
  {I} never [leave|leaves] on a journey without {value}.
  The first thing {I} [put|puts] into the suitcase: {value}.
  Customs once asked {me} why on earth {I} needed {value}.
  {I} turned back at the corner because {value} had been left on the bed.
  ? What [do|does] {I} always take along when travelling?
  ? Which item is indispensable in {my} luggage?
  ? What must not be missing from {my} bag?
  ? Without what would {I} be unhappy in a hotel?
  ? {my} essential for going abroad?
  ? What odd object accompanies {me} around the globe?

holiday vehicle: camper van|convertible|quad bike|tandem|narrowboat|jeep|motor scooter|canoe|horse caravan
  | sailing dinghy|pedal boat|snowmobile|tuk-tuk|houseboat|vintage bus|motorhome|golf cart|dog sled
  | catamaran|hydrofoil|rickshaw|Vespa
  For the two weeks on the road {I} [have|has] hired a {value}.
  {I} signed a contract for a {value} and paid the deposit in cash.
  A {value} will carry {me} along the coast this August.
  The rental firm has only one {value} left, and it's {my} name on the list.
  ? What will {I} be getting around in during the vacation?
  ? Which means of transport did {I} rent?
  ? In what sort of vehicle [do|does] {I} tour the country?
  ? With what craft or wheels [do|does] {I} explore in the summer?
  ? What must {I} return with a full tank, or at least undamaged?
  ? {my} ride for the trip?

hotel room number: {number3}
  {I} [am|is] in {value}, with a view of the car park.
  The receptionist gave {me} the card for {value}.
  Please send the towels up to {value}, where {I} [have|has] flooded the bathroom.
  {value} is on {my} door, right opposite the noisy lift.
  ? What room number [do|does] {I} have?
  ? Where in the hotel can {I} be found?
  ? To which chamber should breakfast for {me} be brought?
  ? What should {I} write on the bill in the bar?
  ? Behind which numeral [do|does] {I} sleep on this trip?
  ? If {I} [call|calls] the front desk, from where?

foreign coins left over: Danish kroner|Swiss francs|Hungarian forints|Polish zlotys|Japanese yen
  | Turkish lira|Indian rupees|Thai baht|Mexican pesos|Moroccan dirhams|Icelandic kronur|Czech crowns
  | South African rand|Kenyan shillings|Israeli shekels|Brazilian reals|Bulgarian leva|Vietnamese dong
  | Canadian dollars|Georgian lari|Peruvian soles
  A jar on {my} windowsill is full of {value} from the last tour.
  {I} forgot to change the {value} back at the airport.
  {I} found a fistful of {value} in the winter coat, no bank would take them.
  Nobody accepts the {value} that {I} [carry|carries] in a side pocket, so they became {my} poker chips.
  ? What currency did {I} bring home?
  ? Which foreign money [do|does] {I} still own?
  ? What useless change [have|has] {I} kept?
  ? What cash from abroad lies around at {my} place?
  ? {my} unspent holiday funds, in what denomination of the world?
  ? Which pieces of metal did {I} fail to exchange?

postcard addressee: old piano teacher|great-aunt|night porter|former landlady|barber|grandson|butcher
  | goddaughter|parole officer|bowling team|vet|first wife|tax adviser|ex-colleague|priest
  | neighbour with the parrot|nurse|swimming coach|dentist|bookseller|choirmaster|milkman
  From every holiday {I} [send|sends] a postcard to the {value}.
  The {value} has a whole drawer of palm trees and sunsets, all mailed by {me}.
  {I} never [forget|forgets] to buy a stamp for the {value}, even on short trips.
  On the last day {I} [scribble|scribbles] greetings to the {value} at the beach bar.
  ? To whom [do|does] {I} write while travelling?
  ? Who hears from {me} when {I} [am|is] away?
  ? Who receives colourful pictures through the mail slot from {me}?
  ? Which acquaintance collects {my} vacation messages?
  ? Who gets a sign of life from {me} abroad?
  ? {my} faithful recipient of holiday regards?

disappointing sight: leaning tower|giant waterfall|wax museum|mermaid statue|royal palace|flower market
  | cave of echoes|crocodile farm|floating village|ancient theatre|casino|cable car|geyser|salt lake
  | bird island|haunted castle|opera house|desert fort|underground river|pyramid|chocolate factory
  | cherry blossom avenue
  {I} queued three hours for the {value} and it wasn't worth it.
  The {value} let {me} down completely, far too many tourists.
  In the brochure the {value} looked huge, but {I} could hardly spot it behind the scaffolding.
  {I} would not recommend the {value} to anyone, after the crowd and the prices.
  ? Which attraction disappointed {me}?
  ? What sight did {I} find overrated?
  ? What landmark was a waste of {my} time?
  ? {my} biggest let-down as a sightseer?
  ? Which place of interest failed to impress {me}?
  ? Against what would {I} warn other travellers?
"""
