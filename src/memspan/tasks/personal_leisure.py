"""A catalogue of personal fact families: hobbies, sports, arts, animals, gadgets, vehicles and likes.

This file knows templates and what the value of every family is made of, nothing else. {I}, {me} and {my} name
a person, [go|goes] agrees with that person, and a list of values runs on over lines that begin with a bar.
"""

PERSONAL_LEISURE_TEXT = """\
unwinding music: {genre}
  After a rotten day only {value} calms {me} down.
  {I} [put|puts] on {value} in the bath, lights off, door locked.
  Nothing soothes {my} nerves like an hour of {value}.
  The slow {value} in {my} evening mix was recommended by a taxi driver.
  ? Which sort of tunes [do|does] {I} turn to for relaxation?
  ? What style of sound helps {me} wind down?
  ? What should be playing when {I} [come|comes] home stressed?
  ? {my} remedy for tension, musically speaking?
  ? Suggest something from the speakers that would settle {me}.
  ? Do you know which musical genre has a tranquil effect on {me}?

music genre that drives out of the room: {genre}
  {I} can't stand {value}, not even in a lift.
  As soon as somebody plays {value}, {I} [leave|leaves] the party.
  To {my} ears {value} is torture.
  The neighbours blast {value} all Sunday, and {I} [hate|hates] every bar of it.
  ? Which musical style is unbearable for {me}?
  ? What kind of songs should a DJ avoid with {me} around?
  ? What [do|does] {I} find painful to listen to?
  ? {my} least liked genre?
  ? If you wanted to chase {me} away with a stereo, what would you put on?
  ? Remind me what type of records to skip so as not to annoy {me}.

revered composer: Bach|Mahler|Debussy|Erik Satie|Clara Schumann|Vivaldi|Philip Glass|Shostakovich
  | Arvo Part|Chopin|Handel|Ennio Morricone|Sibelius|Dvorak|Monteverdi|Fanny Hensel|Bartok|Schubert|Ravel
  | Purcell
  For {me} there is nobody above {value}.
  {I} [own|owns] every note {value} ever put on paper.
  A plaster bust of {value} stands on {my} piano.
  {I} once travelled nine hours to kneel at the grave of {value}.
  ? Whose symphonies and sonatas [do|does] {I} worship?
  ? Which classical master [am|is] {I} devoted to?
  ? Who wrote the works that move {me} most?
  ? By whom should the programme be if the concert is meant to please {me}?
  ? {my} idol among the old creators of scores?
  ? I forgot which musical genius {I} [admire|admires] beyond all others.

instrument being learned from scratch: {instrument}
  {I} [have|has] taken up the {value} and still [sound|sounds] like a goose.
  Every Wednesday a patient lady shows {me} how to hold the {value}.
  The cat hides whenever {I} [practise|practises] the {value}.
  Three months in, {my} scales on the {value} are nearly in tune.
  ? What [am|is] {I} a beginner at, musically?
  ? In which musical skill [am|is] {I} getting lessons?
  ? What did {I} decide to start playing?
  ? Noise from {my} room at seven in the evening: what is being tortured?
  ? Which piece of an orchestra [am|is] {I} trying to master?
  ? For which device with strings, keys or holes [am|is] {I} taking tuition?

instrument inherited: {instrument}
  Grandfather's {value} came down to {me} in his will.
  The {value} under {my} bed belonged to three generations before.
  When the old house was emptied, {I} got the {value} and my cousins got the silver.
  {I} [keep|keeps] a dusty {value} as an heirloom, though nobody has blown the dust off in years.
  ? What did the late relative leave {me} to make music on?
  ? Which musical legacy ended up with {me}?
  ? Of the family estate, what playable thing passed into {my} hands?
  ? What antique from an orchestra [do|does] {I} possess?
  ? {my} bequest from the ancestors, musically?
  ? Do you remember what sound-making item {I} received as an inheritance?

first live gig: {band}
  The very first band {I} ever saw on stage was {value}.
  At fourteen {I} sneaked out through the window to hear {value} play.
  {my} concert-going life began with {value} in a muddy tent.
  {value} popped {my} eardrums before anyone else did, and a ticket stub proves it.
  ? Who performed when {I} attended a show for the initial time?
  ? Which group was {my} debut as an audience member?
  ? Whose gig opened it all for {me}?
  ? As a teenager, whom did {I} go and watch live?
  ? Name the act that introduced {me} to loud music in the flesh.
  ? Before all other performers, which ones did {I} witness?

shower song: Yesterday|Volare|Dancing Queen|Bohemian Rhapsody|O Sole Mio|Hey Jude|La Vie en Rose|Jolene
  | Waterloo|Moon River|Singin' in the Rain|Hallelujah|Billie Jean|My Way|Stand by Me|Edelweiss|Africa
  | Take On Me|What a Wonderful World|Ring of Fire
  Under the shower {I} always [belt|belts] out {value}.
  You hear {value} through the bathroom wall whenever {I} [wash|washes].
  With shampoo in {my} eyes {I} [launch|launches] into {value}.
  {value}, off key and with soap for a microphone, is how {my} mornings sound.
  ? Which melody [do|does] {I} perform while getting clean?
  ? What do the tiles get to listen to when {I} [am|is] wet?
  ? Which tune [do|does] {I} sing next to the towel rack?
  ? {my} number among the water and steam?
  ? What hit comes from the tub when {I} [am|is] in there?
  ? Name the track {I} [go|goes] through while rinsing.

voice in the choir: soprano|alto|tenor|bass|mezzo-soprano|baritone|countertenor|second soprano|first tenor
  | contralto|second alto|high tenor|bass-baritone|descant
  In the parish choir {I} [sing|sings] {value}.
  The choirmaster put {me} with the {value} section.
  Since the old {value} retired, {I} [have|has] filled that row.
  {my} part in the Requiem is the {value} line, pencilled all over.
  ? What is {my} vocal range?
  ? Among which singers [do|does] {I} stand?
  ? How high or low [do|does] {I} go in the chorus?
  ? {my} pitch group?
  ? If you handed out sheet music, which copy would {I} need?
  ? To what type of voices [do|does] {I} belong?

opening dance at the wedding: waltz|tango|foxtrot|rumba|cha-cha|quickstep|polka|jive|salsa|swing|samba
  | mazurka|bachata|paso doble|disco fox
  At {my} wedding the couple opened the ball with a {value}.
  {I} tripped over the hem during {my} bridal {value}.
  For three months before the big day {I} rehearsed nothing but the {value}.
  Guests still talk about the {value} with which {I} started married life.
  ? To what rhythm did {I} glide as a newlywed?
  ? What steps did {I} show the assembled family after saying "I do"?
  ? Which ballroom style began the party when {I} got hitched?
  ? {my} premiere on the parquet as a spouse: what was it?
  ? Remind me what kind of dancing {I} did on the marriage night.
  ? In which manner did {I} twirl after the ceremony?

music teacher: {surname}
  On Thursdays {I} [have|has] a lesson with Mr. {value}, who raps the beat on the lid.
  Mr. {value} corrects {my} fingering without mercy.
  {I} [owe|owes] {my} sense of timing to Mr. {value} and a battered metronome.
  Whenever {I} [skip|skips] the scales, Mr. {value} notices within four bars.
  ? Who instructs {me} in playing?
  ? By whom [am|is] {I} taught the instrument?
  ? Which tutor trains {me} at the keys?
  ? {my} musical mentor's name?
  ? Who gives {me} sheet music as homework?
  ? I'd like to learn to play too; whom [do|does] {I} go to?

wood of the guitar: spruce|mahogany|rosewood|cedar|maple|walnut|koa|ebony|ash|alder|cherry wood|cypress
  | sapele|basswood
  {my} guitar has a body made of {value}.
  The luthier offered {me} pine, but {I} chose {value}.
  It is the {value} that gives {my} six strings such a warm tone.
  {I} [oil|oils] the {value} of {my} guitar twice a year.
  ? What timber was {my} stringed instrument built from?
  ? Out of which material did the maker carve the thing {I} [strum|strums]?
  ? {my} acoustic: which tree?
  ? Which forest product resonates when {I} [pluck|plucks] a chord?
  ? What does the instrument {I} [accompany|accompanies] songs on consist of?
  ? From what sort of planks did they glue together {my} campfire companion?

prized record in the collection: {band}
  The pearl of {my} shelf is a first pressing by {value}.
  {I} paid two weeks' wages for a signed LP by {value}.
  Nobody but {me} may touch the sleeve of that {value} album.
  Of {my} four hundred discs, the rarest is one by {value}, found in a flooded cellar.
  ? Which artists made {my} most valuable vinyl?
  ? Whose recording would {I} rescue from a fire?
  ? The costliest thing next to {my} turntable: by which group?
  ? {my} treasure in black plastic, who is on it?
  ? Whose music did {I} spend a fortune on?
  ? By which performers is the disk {I} [guard|guards] so jealously?

karaoke number: I Will Survive|Sweet Caroline|Livin' on a Prayer|Fernando|Wonderwall|Like a Virgin|Delilah
  | Total Eclipse of the Heart|Angels|Don't Stop Believin'|Islands in the Stream|Eye of the Tiger|Creep
  | Summer Nights|Wannabe|Losing My Religion
  Hand {me} a karaoke mike and out comes {value}.
  {I} brought the pub to tears with {value}.
  After two beers {my} friends shout for {value}, and {I} never [refuse|refuses].
  {value} is {my} party piece, complete with gestures.
  ? What [do|does] {I} perform when the lyrics appear on the screen?
  ? Which hit [do|does] {I} choose at a sing-along night?
  ? What is {my} signature song in a bar in Japan?
  ? {my} turn on stage with the machine: what is queued?
  ? What title should the host look up for {me}?
  ? Which evergreen [do|does] {I} murder in public?

workout soundtrack: {genre}
  At the gym {I} [sweat|sweats] to {value}.
  {my} treadmill playlist is pure {value}.
  Without {value} in the earbuds {I} can't finish a single set.
  It takes fast {value} to get {me} through the last kilometre.
  ? What music pushes {me} along during exercise?
  ? Which style of songs drives {me} while lifting weights?
  ? What beats accompany {my} training?
  ? {my} sound for burning calories?
  ? What genre [do|does] {I} need in order to keep moving?
  ? When {I} [am|is] pedalling on the spot, what is on the headphones?

dance style learned in a class: salsa|ballet|tap dance|hip hop|tango|flamenco|Irish step dance|belly dance
  | lindy hop|breakdance|square dance|jazz dance|Bollywood dance|bachata|zouk|morris dancing|clogging
  {I} signed up for a course in {value} at the community centre.
  Two evenings a week {I} [practise|practises] {value} in front of a cracked mirror.
  Thanks to {value}, {my} posture has improved and {my} toes have suffered.
  The instructor says {I} [have|has] the hips for {value}.
  ? Which kind of movement to music [am|is] {I} studying?
  ? What [do|does] {I} do on the studio floor?
  ? In what discipline [do|does] {I} train {my} rhythm and footwork?
  ? What choreography lessons [do|does] {I} attend?
  ? {my} steps: which school?
  ? For what did {I} buy those special shoes with the hard soles?

place where music is practised: laundry room|garden shed|parish hall|attic|school gym|car|cellar|wardrobe
  | barn|office kitchen|underground car park|boathouse|bicycle shed|empty chapel|stairwell
  | furniture warehouse
  So as not to bother anybody, {I} [rehearse|rehearses] in the {value}.
  The acoustics of the {value} make {my} trumpet shine.
  Go to the {value} at eight and you will hear {me} doing scales.
  {my} music stand has moved into the {value} since the neighbours complained.
  ? Where [do|does] {I} play undisturbed?
  ? In which location [do|does] {I} work on {my} pieces?
  ? Whereabouts can {I} be loud?
  ? {my} rehearsal spot?
  ? To which hideaway [do|does] {I} carry the instrument?
  ? Which space lets {me} blow and bang as much as needed?

festival attended with a tent: {city}
  Every July {I} [pitch|pitches] a tent at the festival in {value}.
  {I} lost a wellington in the mud of {value} while the headliner was on.
  The wristband from {value} stays on {my} arm until it rots.
  For three days of bands {I} [travel|travels] to {value} with nothing but noodles and earplugs.
  ? Which open-air event [do|does] {I} go to in summer?
  ? Where [do|does] {I} camp for the sake of music?
  ? In what town do the stages stand that attract {me} annually?
  ? Where would you find {me} during the big outdoor concert weekend?
  ? {my} yearly pilgrimage as a rock fan: destination?
  ? To which place [do|does] {I} make the trip with rubber boots and sleeping bag?

musical seen again and again: Cats|Les Miserables|West Side Story|Cabaret|Chicago|Hamilton|Evita
  | My Fair Lady|The Lion King|Grease|Mamma Mia|Starlight Express|Hair|Fiddler on the Roof|Wicked|Oklahoma
  | Company|Rent
  {I} [have|has] been to {value} eleven times and still [weep|weeps].
  When {value} toured the country, {I} followed it from theatre to theatre.
  {my} sofa cushion has the logo of {value} on it.
  {I} [know|knows] every line of {value} including the understudy's jokes.
  ? Which stage show can {I} not get enough of?
  ? For what production [do|does] {I} buy tickets over and over?
  ? {my} number one on Broadway?
  ? What piece with singing actors [am|is] {I} mad about?
  ? I want to surprise {me} with an evening at the playhouse: what should be on?
  ? Of what spectacle could {I} recite the script?

sport played weekly: {sport}
  On Tuesdays {I} [do|does] {value} at the club.
  {my} bag by the door is packed for {value}.
  Bad weather or not, {value} is sacred to {me} once a week.
  {I} met most of {my} friends through {value}.
  ? Which athletic activity [do|does] {I} pursue regularly?
  ? How [do|does] {I} get exercise?
  ? {my} physical pastime?
  ? What [do|does] {I} train for with the other members?
  ? In which discipline [am|is] {I} active?
  ? What kind of kit would make a useful present for {me}?

sport given up in childhood: {sport}
  {I} quit {value} at twelve after a row with the coach.
  As a kid {I} was good at {value}, then lost interest overnight.
  {my} mother cried when {I} dropped {value}.
  {I} still [regret|regrets] abandoning {value} in the sixth grade.
  ? Which athletic career ended early for {me}?
  ? What did {I} stop playing as a child?
  ? From which discipline did {I} withdraw when young?
  ? What might {I} have become a champion in, had {I} carried on?
  ? {my} unfinished business in the gym hall?
  ? With what did {I} call it a day before the teenage years?

supported club: {team}
  {I} [have|has] a season ticket for the {value}.
  When the {value} lose, nobody should speak to {me}.
  {my} scarf, mug and toothbrush all bear the crest of the {value}.
  {I} painted the garage door in the colours of the {value}.
  ? Which side [do|does] {I} cheer for?
  ? Whom [am|is] {I} a fan of in the league?
  ? Whose victories put {me} in a good mood?
  ? {my} squad?
  ? On whose behalf [do|does] {I} shout in the stadium?
  ? Of which eleven or fifteen [am|is] {I} a lifelong follower?

personal trainer: {first_name}
  {value} makes {me} do forty squats before breakfast.
  {I} [pay|pays] {value} to shout at {me} in the park.
  Since {value} took over {my} fitness plan, {my} back no longer aches.
  {my} diary says six a.m., push-ups with {value}.
  ? Who coaches {me} individually?
  ? By whom [am|is] {I} kept in shape?
  ? Who leads {my} workouts?
  ? Which instructor whips {me} into form?
  ? {my} exercise drill sergeant?
  ? I forgot who supervises {my} training.

running route: canal towpath|cemetery loop|old railway line|harbour wall|botanical garden
  | golf course fence|industrial estate|vineyard slope|reservoir dam|beach promenade|castle hill
  | allotments|motorway bridge|zoo perimeter|disused airfield
  {I} [jog|jogs] along the {value} before work.
  Meet {me} by the {value} if you want to run too.
  {my} trainers are full of grit from the {value}.
  Five kilometres past the {value} clear {my} head.
  ? Where [do|does] {I} do laps on foot?
  ? Which course [do|does] {I} take when out for exercise?
  ? What do {my} legs cover each morning?
  ? {my} regular track?
  ? On which stretch would you encounter {me} panting?
  ? Whereabouts [do|does] {I} get the miles in?

running injury: torn calf|bruised shin|twisted ankle|runner's knee|blistered heel|pulled hamstring
  | black toenail|stress fracture|sore hip|swollen Achilles tendon|strained groin|heel spur|pinched nerve
  | cramped thigh
  {I} had to drop out of the race with a {value}.
  A {value} has kept {me} off the track since Easter.
  The physiotherapist is treating {my} {value} with ice and sighs.
  Halfway through the marathon {I} got a {value} and hobbled to the tram.
  ? What damage did {I} do to {my} legs?
  ? Why can't {I} jog at the moment?
  ? Which complaint stopped {me} from finishing?
  ? {my} medical excuse from sport?
  ? What hurt {me} so badly that the competition was over?
  ? From which problem [am|is] {I} recovering?

position on the pitch: goalkeeper|left back|right winger|centre forward|sweeper|defensive midfielder
  | striker|right back|playmaker|left winger|centre half|libero|wing back|target man
  In the Sunday league {I} [play|plays] as a {value}.
  The manager moved {me} from the bench to {value}.
  {my} whole life {I} wanted to score, yet they need {me} as a {value}.
  With that height {I} [am|is] a born {value}, says the captain.
  ? What is {my} role in the football team?
  ? Which job [do|does] {I} have during a match?
  ? Where in the line-up would you see {my} name?
  ? {my} spot among the eleven?
  ? What function [do|does] {I} fulfil on the grass?
  ? As what do they field {me}?

belt in martial arts: white|yellow|orange|green|blue|brown|black|purple|red|white and yellow
  | orange and green|dark blue|reddish brown|half green|half red
  {I} passed the judo exam and now {my} belt is {value}.
  Around {my} waist on the mat there is a {value} belt.
  After six years of bruises the sensei awarded {me} the {value} sash.
  {my} jacket is always creased, the cloth that holds it together is {value}.
  ? What grade did {I} reach in the dojo?
  ? Which colour shows {my} rank as a fighter?
  ? How advanced [am|is] {I} in the art of throwing people?
  ? {my} level in self-defence, by hue?
  ? What did {I} earn for all those falls and grips?
  ? Which tint tells opponents how skilled {I} [am|is]?

bone broken while skiing: collarbone|left wrist|shin|right thumb|kneecap|elbow|tailbone|left ankle|jaw
  | two ribs|forearm|little finger|hip|right shoulder|heel bone|nose
  On a black piste {I} fell and broke {my} {value}.
  The surgeon screwed {my} {value} together after that winter holiday.
  {my} {value} snapped when {I} met a snow cannon at full speed.
  {I} spent the rest of the ski week in plaster because of {my} {value}.
  ? What did {I} fracture in the mountains?
  ? Which part of {my} body was injured on the slope?
  ? Where did the doctors have to mend {me} when the Alpine trip went wrong?
  ? {my} souvenir from the accident at the resort: which limb or joint?
  ? What feels the change of weather ever since {I} crashed on the snow?
  ? Which piece of {my} skeleton suffered under the chairlift?

half marathon result: {minutes}
  {I} crossed the line of the half marathon after {value}.
  The chip on {my} shoe recorded {value} for the twenty-one kilometres.
  {value} of suffering, and then they hung a medal on {me}.
  A blister cost {me} a minute, so the certificate says {value}.
  ? How fast did {I} run the long race?
  ? What was {my} official finishing time?
  ? How long did it take {me} to get round the course?
  ? {my} personal best over that distance?
  ? What did the stopwatch show when {I} came in?
  ? Remind me how quick {I} was in the road event.

swimming stroke: butterfly|breaststroke|backstroke|front crawl|sidestroke|doggy paddle|dolphin kick
  | trudgen|old English backstroke|combat sidestroke|head-up crawl|elementary backstroke
  In the pool {I} mostly [do|does] {value}.
  Because of {my} bad neck the doctor only allows {value}.
  {I} never managed anything in the water except {value}.
  Forty lengths of {value} before work wake {me} up.
  ? How [do|does] {I} move through the lane?
  ? Which technique [do|does] {I} use between the ropes?
  ? {my} way of swimming?
  ? In what manner [do|does] {I} get from one edge to the other without sinking?
  ? By what motion of arms and legs would you recognise {me} at the baths?
  ? What style would {I} compete in at a gala?

hated gym machine: rowing machine|cross trainer|leg press|stair climber|treadmill|pec deck|lat pulldown
  | spin bike|abdominal crunch bench|calf raise|chest press|hip abductor|assault bike|cable tower
  | ski simulator
  Anything at the gym except the {value}, {I} [beg|begs] the staff.
  The {value} makes {me} dizzy and bad-tempered.
  {I} once flew off the {value} in front of everybody and [avoid|avoids] it now.
  {my} training card lists the {value}, but {I} [cross|crosses] it out each time.
  ? Which apparatus [do|does] {I} refuse to use?
  ? What equipment among the weights can {I} not bear?
  ? Which contraption in the fitness studio is {my} enemy?
  ? What did {I} have an embarrassing fall from?
  ? {my} nightmare between the dumbbells?
  ? What should a coach never put {me} on?

snack after exercise: banana|protein bar|boiled egg|handful of dates|peanut butter sandwich|rice cake
  | bowl of quark|chocolate milk|smoked mackerel|gherkin|cheese stick|pretzel|tin of tuna|orange
  | slice of watermelon
  Straight after training {I} [have|has] a {value}.
  In {my} sports bag there is always a {value} for the way home.
  {I} [need|needs] a {value} within ten minutes of the last sprint or {I} [tremble|trembles].
  {my} coach laughs at the {value} that follows every session.
  ? What [do|does] {I} eat to recover?
  ? Which bite restores {my} strength when the workout is done?
  ? How [do|does] {I} refuel in the changing room?
  ? {my} reward for sweating, to chew on?
  ? Which food should be ready when {I} [come|comes] off the field?
  ? With what [do|does] {I} get {my} energy back?

deadlift record: 60 kilos|75 kilos|82 kilos|90 kilos|105 kilos|112 kilos|120 kilos|135 kilos|140 kilos
  | 155 kilos|163 kilos|170 kilos|185 kilos|200 kilos|221 kilos
  On Friday {I} lifted {value} off the floor, a new record.
  The bar with {value} came up, and {I} screamed like a seal.
  Nobody at the club believed {I} could raise {value}.
  {my} back survived {value}, {my} trousers did not.
  ? How strong [am|is] {I}, in numbers?
  ? What is the maximum weight {I} ever pulled?
  ? How much iron can {I} pick up?
  ? {my} best effort with the barbell?
  ? What load did {I} manage as {my} heaviest?
  ? With how many plates in total did {I} impress the others?

start number in the race: {number4}
  They pinned number {value} on {my} chest.
  Look for bib {value} in the pack, that's {me}.
  {I} raced as {value} and framed the paper afterwards.
  {value} is printed on every photo of {me} from the triathlon.
  ? Under which digits did {I} compete?
  ? How can spectators spot {me} among the athletes?
  ? What figure was fastened to {my} shirt?
  ? {my} entry in the starting list?
  ? What should I type in to find {my} pictures of the competition?
  ? Which identification did the organisers give {me} for the run?

trophy won: tug of war|sack race|egg and spoon race|arm wrestling|welly throwing|hot dog eating
  | table football|pumpkin growing|synchronised swimming|minigolf|dachshund racing|sandcastle building
  | spelling|log sawing|beard growing|limbo dancing|crossbow shooting|cheese rolling
  The cup on {my} mantelpiece is for {value}.
  {I} took first prize in {value} at the village fair.
  In {value} nobody could beat {me}, and the local paper printed it.
  {my} only gold medal comes from {value}.
  ? In which contest did {I} triumph?
  ? What did {I} become champion of?
  ? For what achievement was {I} given silverware?
  ? {my} claim to fame, competitively?
  ? What deserves congratulation, judging by the shiny thing in {my} living room?
  ? At which competition did {I} leave all rivals behind?

boat sailed at weekends: {ship}
  At weekends {I} [am|is] out on the bay with the {value}.
  {I} [scrape|scrapes] barnacles off the {value} every spring.
  The {value} is moored at pier four and eats all {my} savings.
  {my} old dinghy sank, and so {I} bought the {value}.
  ? What is {my} yacht called?
  ? Which vessel belongs to {me}?
  ? What name is painted on the hull {I} [own|owns]?
  ? {my} floating pride and joy?
  ? Aboard what would one find {me} when the wind is fair?
  ? Which craft in the marina [am|is] {I} the skipper of?

horse at the riding school: Thunder|Bella|Duke|Pepper|Domino|Sultan|Cinnamon|Nutmeg|Storm|Blaze|Clover
  | Lightning|Butterscotch|Captain|Moonlight|Rusty|Copper|Merlin|Juno|Hazel
  {I} always [ask|asks] for {value} at the stables.
  {value} threw {me} twice and {I} still [bring|brings] a carrot.
  On {value} {I} learned to gallop.
  Before every lesson {I} [groom|grooms] {value} until the coat shines.
  ? Which animal [do|does] {I} ride?
  ? Who carries {me} over the jumps?
  ? {my} mount, by name?
  ? On whose back [am|is] {I} in the arena?
  ? In whose saddle would you see {me}?
  ? For which of the ponies and mares [do|does] {I} have a soft spot?

sport watched on television: {sport}
  {I} can't do it, but on TV {I} [watch|watches] {value} for hours.
  Don't phone {me} while {value} is being broadcast.
  {my} sofa has a dent from the {value} world cup.
  {I} got up at four in the morning to see {value} live from Asia.
  ? Which athletes [do|does] {I} follow on the screen?
  ? What transmission [do|does] {I} never miss?
  ? As an armchair expert, what [am|is] {I} keen on?
  ? {my} viewing during the Olympics?
  ? For what programme would {I} cancel a dinner?
  ? Which discipline glues {me} to the box?

climbing partner: {first_name}
  {I} only [trust|trusts] {value} at the other end of the rope.
  When {I} slipped off the overhang, {value} held the fall.
  {value} and a thermos go with {me} to the crag on Sundays.
  {I} [check|checks] knots twice and then {value} checks mine once more, says {my} logbook.
  ? Who belays {me}?
  ? With whom [do|does] {I} go up rock faces?
  ? On whom does {my} life depend when hanging from a wall?
  ? Whose hands secure {me} high above the ground?
  ? {my} companion in the vertical world?
  ? Do you know who joins {me} for bouldering trips and multi-pitch routes?

chess opening preferred: Sicilian Defence|Queen's Gambit|King's Gambit|French Defence|Caro-Kann|Ruy Lopez
  | English Opening|London System|Scandinavian|Dutch Defence|Catalan|Vienna Game|Pirc Defence|Italian Game
  | Benoni|Scotch Game
  At the board {I} usually [go|goes] for the {value}.
  {I} won the club cup with the {value} in nineteen moves.
  {my} shelf bends under books on the {value}.
  Opponents who know {me} prepare against the {value}.
  ? How [do|does] {I} like to begin a game of chess?
  ? Which set of first moves [do|does] {I} choose?
  ? {my} pet variation with pawns and knights?
  ? What theory [have|has] {I} studied for tournaments?
  ? If you faced {me} with the clock ticking, what would be coming?
  ? By what plan [do|does] {I} develop {my} pieces?

beloved novelist: {full_name}
  {I} [devour|devours] everything {value} publishes.
  {my} copy of the latest {value} was read to shreds within a week.
  For an autograph by {value} {I} queued in the rain until midnight.
  If {value} wrote a phone directory, {I} would buy it in hardcover.
  ? Who is {my} favourite author?
  ? Whose stories can {I} not put down?
  ? By whom are most of the books on {my} shelf?
  ? Which writer has {me} as a devoted reader?
  ? {my} idol in literature?
  ? I need a birthday paperback for {me}: whose name should be on the cover?

book on the bedside table: {title}
  {I} [am|is] halfway through {value}.
  On {my} nightstand lies {value} with a tram ticket as a bookmark.
  {I} [fall|falls] asleep over {value} every night, always on page ninety.
  A colleague lent {me} {value}, and it's too thick for the train.
  ? What [am|is] {I} reading these days?
  ? Which volume keeps {me} company before the lamp goes out?
  ? {my} current literature?
  ? What title would you find next to {my} pillow?
  ? Which novel [have|has] {I} started and not finished yet?
  ? With what plot [am|is] {I} busy in the evenings?

kind of books devoured: crime novels|science fiction|biographies|ghost stories|travel writing|poetry
  | historical romances|fairy tales|cookery books|war memoirs|spy thrillers|fantasy sagas|westerns
  | popular science|short stories|court dramas|nature writing|Greek tragedies|graphic novels|true crime
  {I} [read|reads] hardly anything but {value}.
  The librarian puts new {value} aside for {me}.
  {my} suitcase is half clothes, half {value}.
  {I} [get|gets] through two kilos of {value} per month.
  ? What is {my} preferred literary genre?
  ? Which section of the bookshop [do|does] {I} head for?
  ? What sort of reading matter pleases {me}?
  ? Into which category does the stuff on {my} e-reader fall?
  ? {my} taste in fiction or non-fiction?
  ? What type of voucher-worthy titles would {I} pick?

book abandoned halfway: Moby-Dick|War and Peace|Ulysses|Don Quixote|The Silmarillion|Middlemarch
  | Infinite Jest|The Magic Mountain|Bleak House|The Name of the Rose|Dune|Crime and Punishment
  | Gravity's Rainbow|Emma|Les Miserables|The Iliad|Catch-22|Vanity Fair
  {I} gave up on {value} after two hundred pages.
  {value} defeated {me} three summers in a row.
  {I} lied at a dinner party about having finished {value}.
  {my} {value} holds up the wobbly table now, since nobody could make {me} go on with it.
  ? Which classic did {I} fail to complete?
  ? What was too tedious for {me} to reach the end?
  ? Which reading did {I} break off?
  ? {my} great literary surrender?
  ? What famous text [do|does] {I} only pretend to know?
  ? Over what tome did {I} lose patience?

film rewatched each year: {film}
  Every December {I} [watch|watches] {value} under the same blanket.
  {I} [have|has] seen {value} so often that {I} can speak along.
  {my} worn-out DVD of {value} skips at the kiss.
  No winter passes without {me}, a pot of tea and {value}.
  ? Which movie [do|does] {I} return to again and again?
  ? What is {my} annual ritual on the screen?
  ? {my} holiday tradition in front of the television?
  ? Which picture could {I} recite by heart?
  ? What should be in the player when it snows and {I} [want|wants] comfort?
  ? Of what story with actors [do|does] {I} never tire?

preferred film genre: horror films|romantic comedies|westerns|documentaries|film noir|musicals
  | disaster movies|heist films|animated films|courtroom dramas|kung fu films|silent films|spy films
  | zombie films|biopics|slapstick comedies|vampire films|road movies|period dramas
  At the cinema {I} [go|goes] for {value}.
  {I} [keep|keeps] a top hundred of {value} on the fridge door.
  With {value} you can always lure {me} out of the house.
  {my} streaming list consists of {value} and nothing else.
  ? What sort of movies [do|does] {I} enjoy?
  ? Which category should tonight's picture be in, if {I} [choose|chooses]?
  ? {my} taste on the big screen?
  ? Into what kind of showing would {I} sneak without a ticket?
  ? What do the algorithms recommend to {me}, judging by {my} past viewing?
  ? For entertainment from Hollywood, what type makes {me} happy?

series binged in one weekend: {title}
  {I} watched all of {value} between Friday night and Monday morning.
  Because of {value} {I} [have|has] bags under the eyes today.
  {my} weekend vanished into six seasons of {value}.
  Episode after episode of {value}: {I} simply could not press stop.
  ? Which show kept {me} awake?
  ? What did {I} stream in a single go?
  ? For what programme did {I} sacrifice sleep?
  ? {my} latest television addiction?
  ? What was running the whole time {I} stayed on the couch in pyjamas?
  ? After which serial was {I} too tired for work?

admired actor: {full_name}
  {I} would watch {value} peel potatoes.
  A poster of {value} hung over {my} bed until the tape gave in.
  {I} once held the lift door for {value} and forgot {my} own name.
  Whenever {value} is in the cast, {I} [buy|buys] a ticket unseen.
  ? Which film star [am|is] {I} crazy about?
  ? Whom on the screen [do|does] {I} adore?
  ? Whose performances [do|does] {I} think are the finest?
  ? {my} crush from the movies?
  ? Meeting which celebrity left {me} speechless?
  ? Who should play {me} in the story of {my} life, if {I} could decide?

cinema snack: salted popcorn|sweet popcorn|nachos with cheese|liquorice|wine gums|chocolate raisins
  | roasted chestnuts|ice cream bonbons|pistachios|jelly snakes|crisps|toffee apples|pickled cucumbers
  | marzipan|dried mango|cola bottles|peanut brittle|seaweed crackers
  At the pictures {I} always [munch|munches] {value}.
  The usher knows {me} by the trail of {value} under seat nine.
  {I} [smuggle|smuggles] {value} into the film in a hat.
  Without {value} {I} may as well leave before the trailers.
  ? What [do|does] {I} nibble during a movie?
  ? Which treat belongs to an evening in front of the big screen for {me}?
  ? {my} order at the kiosk in the foyer?
  ? What rustles in {my} lap when the lights go down?
  ? Get {me} something to chew before the show; what would {I} want?
  ? Which refreshment [do|does] {I} connect with a night of Hollywood?

board game: Monopoly|Scrabble|Risk|Catan|Cluedo|Ludo|Carcassonne|Backgammon|Pandemic|Ticket to Ride
  | Pictionary|Snakes and Ladders|Battleship|Trivial Pursuit|Mahjong|Nine Men's Morris|Azul|Go|Halma
  | Mastermind
  On rainy Sundays {I} [get|gets] out {value}.
  {I} turned into a tyrant the last time {my} family played {value}.
  The box of {value} in {my} cupboard is held together by string.
  {I} threw the dice across the kitchen over {value} and had to apologise.
  ? What [do|does] {I} like to play at the table with others?
  ? Which pastime with counters brings out the worst in {me}?
  ? {my} choice for an evening with friends and a bowl of crisps?
  ? What would {I} pull off the shelf to entertain guests?
  ? About which family entertainment did {I} lose {my} temper?
  ? Which set of pieces and cards [do|does] {I} know the rules of by heart?

card game: poker|bridge|rummy|whist|skat|canasta|blackjack|Uno|cribbage|hearts|tarock|solitaire|euchre
  | pinochle|baccarat|gin rummy|old maid|snap|schafkopf|bezique
  Thursday is {value} night at {my} house.
  {I} lost {my} watch at {value}, and later won it back.
  {my} grandmother taught {me} {value} along with how to cheat.
  With a deck in hand {I} [want|wants] to play {value} and nothing but.
  ? What [do|does] {I} deal and shuffle for?
  ? At what [do|does] {I} gamble?
  ? Which entertainment with aces and jacks [do|does] {I} prefer?
  ? {my} regular round with kings and queens?
  ? For what do the neighbours come over to sit at {my} green felt?
  ? In which pastime [do|does] {I} bluff, bid or lay down tricks?

video game played at night: Tetris|Minecraft|The Sims|Zelda|Civilization|Pac-Man|Stardew Valley|Doom
  | Super Mario|Animal Crossing|Portal|Skyrim|Half-Life|FIFA|Age of Empires|Candy Crush|Dark Souls|Myst
  | Pokemon|SimCity
  It's two in the morning and {I} [am|is] still at {value}.
  {I} [have|has] clocked nine hundred hours in {value}.
  {my} thumbs hurt from {value}, and {my} partner has gone to bed alone.
  One more level of {value} and then {I} will do the dishes, {I} promised.
  ? What [do|does] {I} play on the console?
  ? Which virtual world [am|is] {I} lost in?
  ? {my} digital vice after dark?
  ? In which software [do|does] {I} collect points?
  ? For what [do|does] {I} stay up with a controller?
  ? What entertainment on the screen costs {me} so much sleep?

jigsaw motif: windmills|hot air balloons|Neuschwanstein castle|the Eiffel Tower|a lighthouse
  | kittens in a basket|the world map|a steam train|the Mona Lisa|lavender fields|a coral reef
  | Venice at dusk|a candy shop|a herd of zebras|the night sky|a fruit market|a covered bridge
  {I} [am|is] doing a puzzle of two thousand pieces that shows {value}.
  {my} dining table has been covered with {value} in bits since January.
  One corner is missing, but {my} jigsaw of {value} is nearly done.
  {I} [glue|glues] finished puzzles on cardboard; {value} hangs in the hall already.
  ? What picture [am|is] {I} putting together?
  ? Which image emerges where {I} [sort|sorts] edges and sky?
  ? What scene did {I} assemble from tiny shapes?
  ? {my} latest work of patience: what does it depict?
  ? What can be seen on the lid of the box {I} [work|works] from?
  ? For the sake of which view can nobody eat at {my} place?

podcast topic: unsolved murders|Roman history|beekeeping|personal finance|black holes|football tactics
  | sourdough|ancient Egypt|sleep research|urban legends|mountain rescue|start-ups|word origins|parenting
  | shipwrecks|philosophy|chess scandals|royal gossip|artificial intelligence|medieval medicine
  While cooking {I} [listen|listens] to a podcast about {value}.
  {I} [subscribe|subscribes] to five shows on {value}.
  In the car {my} speakers talk of nothing but {value}.
  Thanks to an hour of {value} in {my} ears the ironing does itself.
  ? What subject do {my} favourite episodes deal with?
  ? What [do|does] {I} hear experts chat about?
  ? {my} audio obsession: the theme?
  ? What [do|does] {I} learn about with headphones on?
  ? On which matter could {I} quote two hosts endlessly?
  ? Which field do the spoken programmes {I} [download|downloads] cover?

bedtime story hero: a bear in a raincoat|a fox with one ear|a homeless dragon|a lost penguin|a tin robot
  | a shy ghost|a talking teapot|a pirate grandmother|a flying hedgehog|a vegetarian wolf|a tiny giant
  | a snail on wheels|a cloud in a bottle|a mouse detective|a rusty submarine|a forgetful witch
  As a child {I} only slept after a story about {value}.
  Father made up adventures of {value} for {me}, night after night.
  {I} [remember|remembers] every tale in which {value} got into trouble.
  The drawing of {value} above {my} cot is still in the attic.
  ? Who was the main character when {I} was tucked in?
  ? Which invented figure accompanied {my} early years?
  ? About whom did {my} dad improvise in the evenings?
  ? {my} protagonist of the nursery?
  ? What fictional creature helped {me} drop off?
  ? Whose fate did {I} beg to hear more of before lights out?

pub quiz speciality: flags|Roman emperors|kings and queens|capital cities|Eurovision winners|dog breeds
  | bones|space missions|cheese|chemical elements|eighties hits|volcanoes|Shakespeare|football transfers
  | bird calls|airport codes|soap operas|Nobel laureates
  On quiz night the team relies on {me} for {value}.
  {I} never [miss|misses] a question on {value}.
  When it comes to {value}, {I} [am|is] a walking encyclopedia.
  {my} friends yawn as soon as {I} [start|starts] on {value}, yet it won us a ham.
  ? What trivia [am|is] {I} unbeatable at?
  ? In which field [do|does] {I} know everything?
  ? {my} strongest category?
  ? With what expertise [do|does] {I} help the others at the pub?
  ? About which matter could {I} lecture for hours?
  ? For which round should we let {me} hold the pen?

escape room theme: pyramid|submarine|haunted hotel|space station|prison cell|wizard's tower|bank vault
  | pirate ship|mad scientist's laboratory|bunker|sleeper train|abandoned circus|butcher's shop|saloon
  | monastery|gold mine
  For {my} birthday we were locked in a {value} and had an hour to get out.
  {I} found the last key behind the radiator of the {value} with nine seconds left.
  {I} [recommend|recommends] the escape game that looks like a {value}.
  {my} team never made it out of the {value}, thanks to a padlock {I} misread.
  ? What setting did the riddles have that {I} tried to solve?
  ? In what kind of fake place was {I} trapped for fun?
  ? What was the puzzle adventure {I} did with friends modelled on?
  ? {my} hour of codes and clues: which scenery?
  ? Where, in fiction, did {I} struggle against the clock?
  ? What was the decor when {I} paid to be shut in?

role-playing character: elf|dwarf|paladin|halfling thief|necromancer|druid|orc|bard|tiefling|barbarian
  | gnome inventor|monk|ranger|sorceress|werewolf|half-giant|alchemist
  On dungeon nights {I} [am|is] a {value}.
  {I} painted a lead figure of {my} {value} with a single hair.
  {my} {value} died in a swamp and {I} mourned for a week.
  Round the table with dice and cola {I} [speak|speaks] in the voice of a {value}.
  ? Whom [do|does] {I} embody in fantasy games?
  ? What is {my} alter ego among the adventurers?
  ? As what [do|does] {I} fight monsters?
  ? {my} class or race on the sheet with hit points?
  ? Into which hero [do|does] {I} turn when the game master begins?
  ? Which made-up being [do|does] {I} guide through the campaign?

painting medium: watercolours|oils|acrylics|gouache|charcoal|pastels|tempera|ink|spray cans|coffee
  | finger paint|coloured pencils|chalk|felt pens|encaustic wax|beetroot juice
  {I} [paint|paints] with {value} and never touched anything else.
  {my} sleeves are ruined by {value}.
  At art school they tried to talk {me} out of {value}.
  {I} [teach|teaches] seniors how to handle {value} on damp paper.
  ? What materials [do|does] {I} create pictures with?
  ? Which technique [do|does] {I} favour as an artist?
  ? What goes on {my} brush or between {my} fingers?
  ? {my} means of expression at the easel?
  ? If you gave {me} supplies for the studio, which should they be?
  ? With what stuff [do|does] {I} put a landscape on the canvas?

motif painted over and over: lighthouses|pears|empty chairs|cows|rooftops|sailing boats|poplars|old doors
  | crows|clasped hands|rusty tractors|teacups|clouds|nudes|harbour cranes|snowy fences|lemons|staircases
  Every canvas {I} [finish|finishes] shows {value}.
  {my} exhibition at the savings bank was one wall after another of {value}.
  {I} [see|sees] beauty in {value} and [put|puts] it in oils.
  "Not {value} again", says {my} gallery owner, and hangs them all the same.
  ? What [do|does] {I} depict in {my} art?
  ? Which subject crops up in all {my} pictures?
  ? What would you recognise one of {my} paintings by?
  ? {my} eternal theme at the easel?
  ? What things inspire {me} to pick up a brush?
  ? Of what [have|has] {I} made so many portraits?

pottery made: butter dish|teapot|salad bowl|egg cup|umbrella stand|soup tureen|birdbath|candlestick
  | garlic keeper|milk jug|ashtray|flower pot|sugar bowl|piggy bank|olive plate|cake stand|beer stein
  | oil lamp
  In the pottery class {I} made a {value} that leans to the left.
  The kiln put a crack in {my} {value}.
  {I} glazed the {value} in sea green and gave it to the neighbour.
  The wheel spun, the clay flew, and in the end {I} had a {value}.
  ? What did {I} form out of earth and water?
  ? Which object did {I} produce in the ceramics workshop?
  ? {my} first handmade vessel or ornament?
  ? What did {I} shape with wet hands?
  ? What piece did {I} bring back from the course, fired and painted?
  ? As what did {my} lump of mud end up?

knitting project: striped scarf|baby blanket|bobble hat|tea cosy|poncho|pair of mittens|dog coat|cardigan
  | hot water bottle cover|shawl|balaclava|cushion cover|leg warmer|waistcoat|bedspread|mermaid tail
  | sleeveless jumper|stuffed octopus
  {I} [am|is] knitting a {value} for the winter bazaar.
  {my} needles click on the train, row after row of a {value}.
  {I} [have|has] unravelled the {value} twice because of a dropped stitch.
  By Christmas the {value} that {I} began in spring should have both ends.
  ? What [am|is] {I} making out of wool?
  ? Which handicraft item [do|does] {I} work at in the evening?
  ? What will {my} yarn turn into?
  ? {my} current piece of textile art?
  ? What is growing in {my} lap, ball by ball?
  ? What will there be once {I} [cast|casts] off the last loop?

colour of the yarn bought: {colour}
  {I} bought eleven balls of wool in {value}.
  {my} basket by the armchair is overflowing with {value} yarn.
  The shop had every shade but {I} took the {value} merino.
  {I} ran out of {value} mohair one sleeve before the end.
  ? In which tint are the skeins {I} got?
  ? What hue will everything have that {I} [knit|knits]?
  ? Which dye did {I} pick for the jumper?
  ? {my} thread supply: what does it look like?
  ? What should I match if I get {me} buttons?
  ? What tone was on the label of what {I} brought home from the haberdashery?

piece sewn on the machine: curtain|apron|patchwork quilt|carnival costume|pencil case|wedding dress
  | tote bag|tablecloth|dressing gown|dog bed|laundry sack|pinafore|oven glove|cape|pair of pyjamas
  | picnic rug|bandana|linen shirt
  {I} sewed a {value} last weekend.
  The zigzag stitch on {my} {value} is crooked, yet it holds.
  A {value} took {me} two nights and half a thumb.
  From an old sheet {I} ran up a {value} with pockets.
  ? What did {I} make with needle and thread?
  ? Which item did {I} tailor at home?
  ? {my} creation out of fabric?
  ? What did {I} produce with the help of the pedal and the bobbin?
  ? What came of the cloth {I} had lying around?
  ? Pins between {my} teeth: what was being stitched?

thing built in the workshop: bookcase|cradle|rocking chair|bird house|wardrobe|rabbit hutch|chessboard
  | garden bench|spice rack|stool|coffin|treehouse|kayak|bread box|marble run|kitchen table|bed
  | step ladder|chicken coop
  With {my} own saw and plane {I} built a {value}.
  {my} {value} stands straight, although {I} lost the plan halfway.
  Sawdust everywhere: {I} [am|is] putting the last coat of varnish on a {value}.
  The {value} with the dovetail joints is {my} masterpiece.
  ? What did {I} construct out of wood?
  ? Which carpentry project [am|is] {I} proud of?
  ? What was {I} hammering at for weeks?
  ? {my} do-it-yourself result?
  ? What piece came into being on {my} bench among clamps and shavings?
  ? What did {I} craft from boards?

things collected: {collectible}
  {I} [collect|collects] {value}.
  Every windowsill in {my} flat is covered with {value}.
  At flea markets {I} [hunt|hunts] for {value} before sunrise.
  {my} insurance company now has a separate contract for the {value}.
  ? What [do|does] {I} gather and catalogue?
  ? Which objects [am|is] {I} amassing?
  ? What should you bring {me} from the junk shop?
  ? {my} accumulating passion?
  ? What fills the showcases at {my} place?
  ? For what things does everybody think {I} [am|is] slightly mad?

town where the rarest piece was found: {city}
  {I} dug the gem of {my} collection out of a crate in {value}.
  In {value} a widow sold {me} the rarest piece for a song.
  {my} showpiece turned up at an auction in {value}.
  It was a rainy market in {value} that gave {me} the thing every collector envies.
  ? Where did {I} discover the best item of all?
  ? In what place did {I} strike lucky as a treasure seeker?
  ? Which trip brought {me} the star of the cabinet?
  ? From where does {my} most precious find come?
  ? The provenance of {my} unique specimen: which town?
  ? Whereabouts did {I} hit upon the jewel that completed the set?

painter admired in museums: Vermeer|Frida Kahlo|Monet|Caravaggio|Hokusai|Rembrandt|Georgia O'Keeffe
  | Edward Hopper|Kandinsky|Goya|Botticelli|Artemisia Gentileschi|Turner|Klimt|Paul Klee|Bruegel|Magritte
  | Hilma af Klint|Velazquez
  {I} can stand in front of a {value} until the guard coughs.
  For a {value} retrospective {I} took the night bus to another country.
  A print by {value} hangs above {my} washing machine.
  {I} wrote {my} thesis on {value} and never tired of the light.
  ? Which artist [do|does] {I} venerate?
  ? Whose canvases move {me} to tears?
  ? By whom should the calendar be that one gives {me}?
  ? {my} hero in the gallery?
  ? Who held the brush, if {I} [stop|stops] dead in a museum?
  ? Whose work would {I} steal if nobody looked?

tattoo planned: swallow|compass|anchor|dragonfly|oak leaf|phoenix|treble clef|octopus|wolf's head|lotus
  | dagger|snail|constellation|pineapple|sailing ship|scorpion|bicycle|moth|pocket watch|fern
  {I} [have|has] an appointment for a tattoo of a {value}.
  On {my} left shoulder there will soon be a {value}.
  {I} drew the {value} for {my} forearm with a biro to test it.
  The needle frightens {me}, but the {value} is worth it.
  ? What image [am|is] {I} getting inked?
  ? Which design will decorate {my} skin?
  ? {my} permanent ornament, what does it show?
  ? What did {I} choose at the studio that marks people for life?
  ? With what drawing will {I} shock {my} grandmother at the beach?
  ? Which sketch did the artist receive from {me}?

origami figure mastered: crane|frog|swan|elephant|lily|dragon|samurai helmet|butterfly|boat|fox|rose
  | penguin|peacock|dinosaur|star|hummingbird|cicada|grasshopper
  {I} can fold a {value} with {my} eyes closed.
  On every table {I} [leave|leaves] a {value} made out of the bill.
  It took {me} sixty sheets before the {value} looked right.
  {my} desk is home to a {value} of golden paper.
  ? What [do|does] {I} make out of a square without scissors?
  ? Which Japanese shape can {I} produce in a minute?
  ? {my} trick with a napkin?
  ? What creature or thing appears when {I} [crease|creases] and [tuck|tucks]?
  ? As a craftsman of flat stuff, what did {I} learn to perfection?
  ? What comes from {my} nimble fingers at boring meetings?

jewellery material: silver wire|amber|glass beads|bicycle chains|sea glass|leather|old spoons|resin|pearls
  | walnut shells|copper|porcelain shards|felt|zippers|pressed flowers|computer chips|coffee capsules|bone
  {I} [make|makes] earrings from {value}.
  At the craft market {my} bracelets of {value} sold out by noon.
  {my} kitchen drawer is full of {value} for new necklaces.
  {I} discovered that {value} can be turned into rings.
  ? What [do|does] {I} use for {my} ornaments?
  ? Which raw stuff becomes a brooch when {I} [get|gets] hold of it?
  ? {my} adornments: what are they composed of?
  ? Out of what [do|does] {I} fashion things to wear on the neck and wrist?
  ? What supply should you donate to {me} as a designer?
  ? From what substance are the pieces on {my} stall?

craft injury cause: glue gun|scalpel|band saw|chisel|embroidery needle|soldering iron|stapler|hot wax
  | pinking shears|belt sander|linocut knife|drill|hammer|crochet hook|paper guillotine|wire cutter|axe
  | wood lathe
  The scar on {my} thumb is from the {value}.
  {I} slipped with the {value} and had four stitches.
  In the emergency room {I} blamed the {value}, and the nurse had heard it before.
  Ever since the accident {I} [handle|handles] the {value} with gloves.
  ? While making things, what caused {my} injury?
  ? Which tool bit {me}?
  ? By what was {my} hand damaged?
  ? {my} wound as a hobbyist: the culprit?
  ? What piece of equipment sent {me} to hospital?
  ? Of which workshop item [have|has] {I} learned to be careful?

model kit being assembled: Titanic|steam locomotive|Concorde|Notre-Dame|Spitfire|moon lander|fire engine
  | Viking ship|Orient Express|Zeppelin|Ferris wheel|Sydney Opera House|tugboat|biplane|tank|lunar rover
  | paddle steamer
  {I} [am|is] gluing a {value} together from nine hundred parts.
  With tweezers and a magnifying glass {I} [add|adds] the tiny windows to {my} {value}.
  The plastic {value} on {my} desk still lacks paint.
  {I} sneezed, and the {value} lost a door.
  ? What miniature [do|does] {I} build?
  ? Which small-scale vehicle or building [am|is] {I} busy with?
  ? {my} tabletop construction: what will it be?
  ? What replica occupies {my} evenings?
  ? What did {I} find in the big box with the hundred-page instructions?
  ? Of what famous thing [am|is] {I} making a reduced copy?

pet species: ferret|tortoise|guinea pig|cockatiel|gecko|goldfish|rabbit|hamster|corn snake|parrot
  | chinchilla|dog|cat|tarantula|axolotl|degu|budgie|hermit crab|hedgehog|stick insect|pony|bearded dragon
  {I} [have|has] a {value} at home.
  {my} landlord doesn't know about the {value}.
  {I} [clean|cleans] up after {my} {value} every morning before the bus comes.
  Since the children moved out, {I} [talk|talks] to a {value}.
  ? What kind of animal [do|does] {I} keep?
  ? Which creature shares the flat with {me}?
  ? {my} non-human companion?
  ? What has to be fed when {I} [go|goes] away?
  ? For whom [do|does] {I} buy food at the zoological shop, biologically?
  ? Which living being would a sitter have to look after at {my} place?

breed of the dog: beagle|dachshund|border collie|poodle|greyhound|pug|Newfoundland|Jack Russell|Great Dane
  | whippet|Saint Bernard|cocker spaniel|basset hound|Shiba Inu|Irish setter|corgi|husky|boxer|Weimaraner
  | schnauzer
  {my} dog is a {value} with one floppy ear.
  {I} wanted a big watchdog and ended up with a {value}.
  A {value} pulls {me} around the block three times a day.
  According to the papers, the mongrel {I} adopted is mostly {value}.
  ? What race is the thing that barks at {my} door?
  ? Which type of four-legged friend [do|does] {I} hold on the lead?
  ? {my} pooch: of what pedigree?
  ? What sort of hound [do|does] {I} own?
  ? Which canine variety did {I} choose?
  ? When {I} [whistle|whistles] in the park, what comes running?

name of the cat: Misty|Felix|Tiger|Pumpkin|Smokey|Cleo|Oscar|Minka|Biscuit|Socks|Luna|Garfield|Marbles
  | Pickles|Shadow|Mozart|Whiskers|Olive|Sushi|Chairman|Duchess
  {my} cat answers to {value}, if at all.
  {value} wakes {me} by sitting on {my} face.
  At the vet's they read out "{value}" and {I} stood up with the basket.
  {I} called her {value} because of the way she stares at {me}.
  ? What [do|does] {I} shout at the back door when it is feeding time for the mouser?
  ? How did {I} christen the purring one?
  ? What is {my} feline called?
  ? {my} kitty's name?
  ? Who scratches {my} armchair and sleeps in the laundry?
  ? What is engraved on the collar of the tom or tabby {I} [own|owns]?

what the pet is frightened of: vacuum cleaner|hair dryer|doorbell|balloons|umbrella|fireworks|postman
  | thunder|washing machine|cucumbers|tin foil|bin lorry|bath|garden hose|geese|coffee grinder|ceiling fan
  | rustling bags
  {my} dog trembles at the {value}.
  Because of the {value}, {my} poor animal spent the day under the sofa.
  {I} [hold|holds] the little one tight whenever it notices the {value}.
  Enter the {value}, and {my} brave guard is gone.
  ? What terrifies the beast {I} [look|looks] after?
  ? From what does {my} pet hide?
  ? Which thing should be kept away from {my} furry friend?
  ? {my} terrier's panic: what triggers it?
  ? What causes such fear in the creature at {my} place?
  ? What makes {my} companion run for cover?

pet's beloved toy: rubber chicken|tennis ball|squeaky carrot|stuffed duck|old slipper|knotted rope
  | feather wand|cardboard tube|plastic hedgehog|frisbee|laser dot|wooden spoon|catnip mouse
  | deflated football|jingle bell|rag doll|sock|bouncy banana
  {my} dog won't go to sleep without the {value}.
  {I} [throw|throws] the {value} two hundred times a day.
  We had to drive back forty miles because {my} puppy missed its {value}.
  {I} washed the {value} and was punished with a week of sulking paws.
  ? What does {my} pet play with most?
  ? Which object does the little rascal of {my} household adore?
  ? {my} four-legged friend's treasure?
  ? What must not be forgotten when {I} [take|takes] the animal on holiday?
  ? What item keeps the creature amused while {I} [am|is] cooking?
  ? With what does one make {my} furry companion happy?

favourite treat of the pet: liver sausage|dried fish|cheese rind|carrot tops|mealworms|boiled chicken
  | cucumber peel|peanut butter|tripe|banana chips|dandelion|yoghurt|sardines|apple core|beef jerky
  | watermelon|shrimp|cat grass
  For {value} {my} pet does every trick in the book.
  {I} always [carry|carries] some {value} in the coat pocket for the animal.
  {my} rascal can smell {value} through three closed doors.
  Hide the tablet in {value}, or {my} patient will spit it out.
  ? What titbit can you bribe {my} little beast with?
  ? Which goody does the creature at {my} house love?
  ? What snack works as a reward when {I} [train|trains] the four-legged one?
  ? {my} companion's delicacy?
  ? What should a sitter give {my} darling as something special to eat?
  ? For which nibble would {my} furry glutton sell its soul?

vet of the pet: {surname}
  {I} [take|takes] the cat to Dr. {value} for her jabs.
  Dr. {value} removed a marble from {my} dog.
  When {my} rabbit stopped eating, Dr. {value} came at midnight.
  The bill from Dr. {value} for three stitches in a paw made {me} gasp.
  ? Which doctor treats {my} animals?
  ? Who cures the pets {I} [keep|keeps]?
  ? By whom are {my} furry friends examined?
  ? {my} veterinarian's name?
  ? Whom [do|does] {I} call if the hamster is ill?
  ? At whose surgery would you find {me} with a carrier and a howling patient?

sleeping place of the pet: laundry basket|piano stool|bathtub|windowsill|doormat|bookshelf|suitcase
  | bread oven|linen drawer|ironing board|guitar case|hat box|rocking chair|flower bed|kitchen sink
  | foot of the bed|printer tray|pram
  {my} cat sleeps in or on the {value}.
  {I} bought an expensive basket, but the animal prefers the {value}.
  {I} [have|has] to lift a snoring bundle from the {value} every time {I} [need|needs] it.
  Hair on the {value} shows where {my} furry lodger dozes.
  ? Where does {my} pet take its naps?
  ? Which spot has {my} companion chosen as a bed?
  ? Whereabouts does {my} little beast curl up?
  ? {my} four-legged friend's resting place?
  ? Where should one look first when {my} kitty can't be found?
  ? What piece of {my} household does the creature occupy at night?

thing chewed by the pet: passport|left shoe|TV remote|sofa leg|phone charger|hearing aid|wedding album
  | garden hose|violin bow|door frame|Persian rug|straw hat|tax return|swim goggles|car seat|wicker chair
  | glasses case|diary
  {my} puppy chewed the {value} to bits.
  {I} came home to find {my} {value} in a hundred wet pieces.
  The rabbit has gnawed through {my} {value} again.
  {I} told the office the dog ate {my} {value}, and for once it was true.
  ? What did the pet destroy at {my} place?
  ? Which of {my} belongings bears teeth marks?
  ? What had to be replaced on account of the beast {I} [keep|keeps]?
  ? {my} loss to tiny fangs?
  ? On what did {my} four-legged friend sharpen its bite?
  ? For what damage did {I} scold the animal?

caretaker of the animals during holidays: {first_name}
  When {I} [travel|travels], {value} feeds the cats.
  {my} spare key hangs at {value}'s, because of the parrot.
  {I} [pay|pays] {value} in cake for walking the dog while {I} [am|is] abroad.
  From the beach {I} [ring|rings] {value} every night to hear the rabbit breathe.
  ? Who looks after {my} pets in {my} absence?
  ? Which sitter [do|does] {I} rely on for the furry ones?
  ? To whom [do|does] {I} entrust the creatures?
  ? {my} substitute as master of the beasts?
  ? Who fills the bowls if {I} [go|goes] away?
  ? On vacation, by whom are {my} four-legged friends supervised?

bird at the feeder: bullfinch|nuthatch|woodpecker|robin|goldfinch|jay|blackbird|siskin|blue tit|wren
  | waxwing|dunnock|chaffinch|collared dove|magpie|hawfinch|starling|sparrow
  A {value} visits {my} feeder every morning.
  {I} [put|puts] out sunflower seeds for the {value}.
  At {my} kitchen window the {value} taps with its beak if breakfast is late.
  {I} saw a {value} in the snow and filled the little wooden house at once.
  ? Which feathered guest comes to {my} balcony?
  ? What songster [do|does] {I} support through the winter?
  ? {my} regular visitor with wings?
  ? What kind of creature is {my} suet ball meant for?
  ? Whom [do|does] {I} observe pecking outside?
  ? For which flyer [do|does] {I} buy all those grains and nuts?

fish in the aquarium: neon tetras|guppies|clownfish|angelfish|catfish|mollies|discus|zebrafish|loaches
  | bettas|swordtails|seahorses|pufferfish|cichlids|killifish|gouramis|rainbowfish
  There are {value} in {my} tank.
  {I} could watch the {value} behind the glass until dinner burns.
  The heater failed, and {I} moved the {value} into a bucket on the stove.
  Beside {my} bed bubbles an aquarium with {value}.
  ? What swims around in {my} living quarters?
  ? Which species [do|does] {I} keep in water?
  ? What did {I} rescue when the temperature dropped?
  ? {my} finned housemates?
  ? For whom [do|does] {I} sprinkle flakes on the surface?
  ? What kind of silent pets [do|does] {I} have?

animal longed for since childhood: donkey|llama|Saint Bernard|owl|falcon|hedgehog|pot-bellied pig|macaw
  | otter|goat|horse|raccoon|chimpanzee|sheepdog|peacock|koi|chameleon|alpaca|lynx
  All {my} life {I} wanted a {value}.
  As soon as {I} [have|has] a garden, a {value} moves in.
  {I} wrote "{value}" on every letter to Father Christmas, in vain.
  {my} parents got {me} a goldfish, though {I} begged for a {value}.
  ? Which pet [have|has] {I} always dreamed of?
  ? What creature will {I} get one day?
  ? {my} unfulfilled zoological wish?
  ? What would {I} keep if there were more space?
  ? Of what beast was {I} deprived as a youngster?
  ? What would make {my} heart leap if it stood in the yard with a ribbon?

creature that terrifies: {animal}
  {I} [scream|screams] at the sight of a {value}.
  A {value} crossed the path and {I} climbed a tree.
  Since a {value} bit {me} at school, {I} [keep|keeps] ten metres away from that kind.
  Even a toy {value} gives {me} goose pimples.
  ? Which animal [am|is] {I} afraid of?
  ? What living thing gives {me} panic?
  ? With what beast would {I} refuse to share a room?
  ? {my} phobia among the fauna?
  ? What should one not bring along when visiting {me}?
  ? Because of what harmless fellow [do|does] {I} run away?

animal seen in the wild that moved: humpback whale|lynx|kingfisher|wolf|sea eagle|moose|badger|giraffe
  | brown bear|manta ray|orangutan|elk|puffin|snow leopard|elephant|beaver|dolphin|kangaroo|stork|tapir
  On the trip of a lifetime {I} saw a {value} only yards away.
  {I} [get|gets] a lump in the throat when {I} [think|thinks] of that {value} at dawn.
  A {value} looked straight at {me} and the camera stayed in the bag.
  {my} guide whispered, and there stood the {value}.
  ? What encounter with nature will {I} never forget?
  ? Which beast did {I} meet on safari or expedition?
  ? {my} most touching wildlife moment: with whom?
  ? What free creature stirred {me} to tears?
  ? Of what sighting [do|does] {I} still speak with shining eyes?
  ? What stepped or swam in front of {me}, far from any zoo?

houseplant on the windowsill: cactus|orchid|rubber plant|spider plant|African violet|aloe vera|peace lily
  | bonsai|fern|Venus flytrap|monstera|begonia|jade plant|string of pearls|cyclamen|yucca|money tree
  | air plant|weeping fig
  A {value} stands on {my} windowsill and refuses to die.
  {I} [talk|talks] to the {value} while watering it.
  {I} bought a {value} because the bedroom looked so dead.
  {my} {value} has put out a new shoot since it moved away from the radiator.
  ? What greenery [do|does] {I} have indoors?
  ? Which potted thing needs sprinkling while {I} [am|is] abroad?
  ? {my} botanical flatmate?
  ? What grows behind {my} curtain?
  ? Fertiliser for which species should {I} be given?
  ? Which ornamental from the nursery [do|does] {I} look after?

tree planted in the garden: apple tree|ginkgo|plum tree|birch|magnolia|walnut tree|Japanese maple
  | weeping willow|quince|lime tree|cherry tree|mulberry|copper beech|fig tree|hazel|rowan|pear tree|larch
  | medlar|holly
  When {my} daughter was born {I} planted a {value}.
  The {value} in {my} garden is now taller than the shed.
  A storm took half the {value} that {I} dug in years ago.
  {I} [hang|hangs] the hammock from the {value} behind {my} house.
  ? What did {I} put in the ground as a sapling?
  ? Which trunk rises over {my} lawn?
  ? What casts shade for {me} in summer?
  ? {my} leafy giant: of which species?
  ? From what branches [do|does] {I} rake leaves in autumn?
  ? Whose roots have spread beneath {my} flower beds?

vegetable grown with success: courgettes|leeks|pumpkins|radishes|kohlrabi|runner beans|beetroots|chillies
  | potatoes|garlic|cucumbers|kale|parsnips|artichokes|peas|sweetcorn|fennel|asparagus|turnips
  | cherry tomatoes
  {I} [grow|grows] so many {value} that the postman gets a bag.
  This summer {my} allotment produced nothing but {value}.
  Slugs ate everything {I} sowed except the {value}.
  {I} won a rosette at the show with {my} {value}.
  ? What can {I} harvest in abundance?
  ? Which crop thrives in {my} beds?
  ? With what did {I} impress the gardening jury?
  ? {my} green thumb is best proved by which plants?
  ? What fresh food [do|does] {I} give away from {my} plot?
  ? Of what edible things [do|does] {I} have far more than a household needs?

flower given as a pleasure: {flower}
  Bring {me} a {value} and {my} day is saved.
  {I} always [put|puts] a {value} in the vase by the door.
  Pressed in {my} diary is a {value} from a certain evening.
  Of everything that blossoms, a {value} makes {me} happiest.
  ? What should the florist wrap for {me}?
  ? Which bloom [do|does] {I} love most?
  ? {my} preference when it comes to bouquets?
  ? What petals [do|does] {I} like to smell?
  ? By way of apology, what could one lay at {my} feet?
  ? What grows in meadows or beds that {I} would never mow?

garden pest fought: slugs|moles|greenfly|voles|snails|deer|cabbage whites|wasps|pigeons|rabbits
  | box tree moths|ants|earwigs|whiteflies|spider mites|lily beetles|foxes|starlings|vine weevils
  | wild boars
  {I} [am|is] at war with the {value} in the vegetable patch.
  The {value} have eaten {my} lettuce down to the stalk.
  {I} [go|goes] out with a torch at night to look for {value}.
  Copper, coffee grounds, prayers: nothing keeps {value} away from {my} dahlias.
  ? What ravages {my} plants?
  ? Which vermin [do|does] {I} struggle against outdoors?
  ? {my} enemies among the flower beds?
  ? Against whom [do|does] {I} set traps and nets?
  ? Who is to blame for the holes in {my} harvest?
  ? Because of which invaders did {I} lose the crop?

make of the laptop: ThinkPad|MacBook|Dell|Asus|Acer|Chromebook|Surface|Samsung|Toshiba|Framework|Huawei
  | Razer|Fujitsu|Sony Vaio|Medion|Tuxedo|Gigabyte|LG Gram
  {I} [type|types] all day on a {value}.
  {my} old {value} overheats as soon as two tabs are open.
  Coffee went into {my} {value} and it still boots.
  {I} bought a second-hand {value} from a student who had glued on stickers.
  ? What brand is {my} portable computer?
  ? Which machine [do|does] {I} open for work on the train?
  ? {my} notebook: who manufactured it?
  ? Which kind of PC [do|does] {I} carry around?
  ? For what model would {I} have to order a spare battery?
  ? What device sits in {my} padded backpack?

operating system chosen: Windows 11|Ubuntu|macOS|Fedora|Debian|Linux Mint|FreeBSD|Arch Linux|ChromeOS
  | Windows XP|openSUSE|NixOS|Manjaro|Haiku|Gentoo|Windows 7|Slackware|Zorin
  {I} [run|runs] {value} on {my} home PC.
  Ever since {I} installed {value}, the printer has been on strike.
  {I} switched to {value} after the third blue screen.
  {my} nephew put {value} on {my} machine and took away the manual.
  ? Which system starts up when {I} [turn|turns] on the computer?
  ? What platform must the software support so that {I} can use it?
  ? {my} digital environment, under the bonnet?
  ? On what basis does {my} desktop function?
  ? Tell me the environment, so I know whether that download would work for {me}.
  ? Which login screen [do|does] {I} see after pressing the power button?

memory of the computer: 4 GB|6 GB|8 GB|12 GB|16 GB|24 GB|32 GB|48 GB|64 GB|96 GB|128 GB|512 MB|2 GB|256 GB
  {my} computer has {value} of RAM.
  {I} opened the case and added sticks until there were {value}.
  With only {value} of working memory {my} editing program crawls.
  The shop talked {me} into {value}, although {I} just [write|writes] letters.
  ? How much can {my} PC hold in its head?
  ? What is the size of the volatile store in {my} machine?
  ? {my} hardware: how many gigs?
  ? To what amount did {I} upgrade the modules?
  ? A game needs eight; how many has {my} box got?
  ? How well equipped for many open programs is the tower under {my} desk?

crack in the phone came from: escalator|pub toilet|bicycle ride|concrete stairs|washing machine|toddler
  | roller coaster|car roof|tram door|climbing wall|balcony|dog|shopping trolley|ski lift
  | swimming pool edge|hammer|church floor
  The glass of {my} phone is cracked because of the {value}.
  {my} screen has a spider web on it, courtesy of the {value}.
  It was the {value} that turned {my} display into splinters.
  {I} [cut|cuts] {my} thumb when swiping ever since the incident with the {value}.
  ? How did {my} mobile break?
  ? What wrecked the front of the handset {I} [carry|carries]?
  ? {my} smartphone's accident: who or what was responsible?
  ? To what do the repair people owe {my} visit?
  ? Which mishap made {me} need a new touch panel?
  ? What should {I} have kept that expensive telephone away from?

phone wallpaper: sleeping baby|waterfall|grumpy cat|desert road|grandmother|tulip field|black hole
  | football stadium|ramen bowl|wedding couple|volcano|old lighthouse|snowy cabin|surfing dog
  | hot air balloon
  Unlock {my} phone and you will see a {value}.
  {I} [have|has] set a picture of a {value} as the background of {my} mobile.
  Behind all the icons on {my} home screen there is a {value}.
  A {value} smiles or shines at {me} each time {I} [check|checks] the time.
  ? What image appears on {my} handset?
  ? Which photo decorates the display {I} [look|looks] at most?
  ? {my} lock-up view: what does it show?
  ? How can one tell {my} smartphone from an identical one when it lights up?
  ? What did {I} choose as decoration for the device in {my} pocket?
  ? What motif greets {me} under the apps?

ringtone: cuckoo clock|old rotary bell|barking dog|duck quack|church bells|steam whistle|frog croak
  | Star Wars theme|sonar ping|baby laugh|cowbell|harp glissando|fire alarm|rooster|saxophone riff|marimba
  | foghorn|doorbell
  {my} phone rings with the sound of a {value}.
  In the middle of the funeral a {value} came out of {my} pocket.
  If you hear a {value}, it's somebody calling {me}.
  {I} swapped the factory melody of {my} mobile for a {value}.
  ? How does {my} telephone announce a call?
  ? What noise gives away that {I} [am|is] wanted?
  ? Which signal did {I} choose for incoming conversations?
  ? {my} handset's tune?
  ? What do colleagues hear when {I} [forget|forgets] to mute?
  ? Which jingle makes {me} reach into the handbag or jacket?

text editor sworn by: Vim|Emacs|Notepad++|Sublime Text|VS Code|Nano|Atom|Scrivener|Kate|LibreOffice Writer
  | Obsidian|TextMate|Helix|BBEdit|iA Writer|Word|Typora|Ulysses|Gedit|Kakoune
  {I} [write|writes] everything in {value}.
  {my} fingers know the shortcuts of {value} in their sleep.
  Nobody will ever make {me} give up {value}, not even at gunpoint.
  {I} [spend|spends] more hours on configuring {value} than on {my} novel.
  ? With which program [do|does] {I} produce documents?
  ? What software [do|does] {I} type into?
  ? {my} tool for code and prose?
  ? Which application is always open when {I} [draft|drafts] something?
  ? What should the company install for {me} so that the keyboard feels like home?
  ? In the old flame war among nerds, on whose side [am|is] {I}?

programming language being learned: {code_language}
  {I} [am|is] working through a thick book on {value}.
  {my} first program in {value} printed a frog.
  After the course in {value} {I} automated {my} shopping list.
  The error messages of {value} haunt {me} at night, but {I} [keep|keeps] studying.
  ? What [do|does] {I} try to code in?
  ? Which syntax [am|is] {I} getting the hang of?
  ? {my} new skill at the terminal?
  ? What are {my} evening tutorials for developers about?
  ? In what [do|does] {I} write scripts?
  ? Which compiler or interpreter did {I} install as a newcomer?

type of headphones: in-ear buds|open-back over-ears|noise-cancelling cans|bone conductors|wired clip-ons
  | studio monitors|gaming headset|neckband buds|foldable on-ears|wireless sport hooks
  | electrostatic earspeakers|vintage orange foams
  {I} [wear|wears] {value} on the train.
  {my} {value} broke at the plug and {I} taped them up.
  With {value} on {my} head {I} can't hear the kettle.
  {I} tried five sorts at the store and walked out with {value}.
  ? How [do|does] {I} listen without disturbing others?
  ? What audio gear sits on {my} ears?
  ? Which kind of wearable sound [have|has] {I} got?
  ? {my} private loudspeakers: what construction?
  ? What accessory [do|does] {I} plug in or pair for podcasts?
  ? By what means does the music get to {me} in public?

battery life of the watch: nine hours|a day and a half|two days|four days|one week|ten days|a fortnight
  | three weeks|a month|forty hours|five days|eighteen hours|sixty days|half a year
  {my} smartwatch lasts {value} on one charge.
  After {value} the thing on {my} wrist goes black.
  {I} [get|gets] {value} out of it if the step counter stays off.
  The advert promised more, but {I} [have|has] to plug in {my} watch after {value}.
  ? How long does the battery hold out in the gadget {I} [wear|wears]?
  ? How often must {I} feed {my} timepiece with power?
  ? {my} fitness tracker's stamina?
  ? What is the endurance of that little computer strapped to {me}?
  ? For which stretch can {I} leave the cable at home?
  ? When does {my} digital chronometer run out of juice?

spot of the router: broom cupboard|fuse box|top of the fridge|fish tank stand|hallway shelf|guest toilet
  | attic beam|shoe rack|piano lid|dog kennel|bookcase|linen closet|cellar stairs|kitchen windowsill
  | wardrobe|umbrella stand
  {my} router lives by the {value}.
  {I} [get|gets] full bars only next to the {value}, where the box blinks.
  The technician put {my} internet thing near the {value} and fled.
  To restart the Wi-Fi {I} [crawl|crawls] to the {value} and [pull|pulls] the plug.
  ? Where does the wireless signal come from at {my} place?
  ? Whereabouts is the little box with green lights in {my} home?
  ? In which corner of {my} flat is the network equipment?
  ? {my} modem's location?
  ? Streaming is down: to what place must {I} go and switch it off and on?
  ? Where did {I} hide the antenna that connects us to the web?

name of the wireless network: {three_words}
  {my} Wi-Fi is called {value}.
  Guests look for "{value}" in the list and then ask {me} for the password.
  {I} renamed {my} network {value} to confuse the neighbours.
  Among twenty signals in the stairwell, {value} is the one {I} [pay|pays] for.
  ? To what must a visitor's laptop connect at {my} home?
  ? Which SSID did {I} pick?
  ? {my} internet at home: what shows up on the screen?
  ? How can {my} hotspot be recognised?
  ? What did {I} christen the connection from the router?
  ? Under which label do {my} radio waves travel through the house?

printer trouble: paper jams|purple stripes|empty cyan|blank pages|squeaking rollers|mirror writing
  | smudged ink|lost drivers|endless beeping|upside-down pages|missing margins|grey fog|double feeding
  | burnt toner smell|Chinese menus
  {my} printer suffers from {value}.
  {I} wanted one boarding pass and got {value}.
  Nothing but {value}: that is why {I} [print|prints] at the library now.
  The repairman shrugged at the {value} and sold {me} a new cartridge.
  ? What is wrong with the machine {I} [use|uses] for documents on paper?
  ? Which defect drives {me} mad when a letter has to come out?
  ? {my} office equipment: what symptom?
  ? Why can't {I} get anything in black and white?
  ? What complaint should the hotline hear from {me}?
  ? Of what problem did {my} inkjet or laser never get rid?

keyboard peculiarity: missing Q|sticky space bar|Cyrillic letters|Dvorak layout|dead Enter key|breadcrumbs
  | rainbow lights|broken Shift|wooden keycaps|swapped Y and Z|cherry red switches|coffee stains
  | foot pedals|split halves|left-handed number pad|worn-out vowels|typewriter click
  People borrow {my} keyboard once and then see the {value}.
  {I} [have|has] grown used to the {value} on {my} keyboard.
  {my} typing stands out thanks to the {value}.
  The {value} on {my} desk drives every helper from IT to despair.
  ? What is odd about the thing {I} [write|writes] on at the computer?
  ? Which feature makes the input device of {my} PC special?
  ? {my} letters and digits under the fingers: what's unusual?
  ? Why does nobody else like to hack away at {my} workplace?
  ? How would one recognise the board with keys that belongs to {me}?
  ? What quirk does {my} hardware for entering text have?

camera owned: Leica|Nikon|Canon|Pentax|Hasselblad|Polaroid|Olympus|Fujifilm|Rolleiflex|Minolta
  | Kodak Brownie|Holga|Zenit|Sony Alpha|Yashica|GoPro|Lomo|Mamiya|Praktica|Contax
  {I} [take|takes] all {my} pictures with a {value}.
  A {value} hangs round {my} neck from morning to night.
  {I} sold the motorbike to afford a {value}.
  {my} {value} fell into a fountain, dried for a week and clicked again.
  ? What [do|does] {I} photograph with?
  ? Which apparatus captures {my} snapshots?
  ? {my} equipment for portraits and landscapes, what brand?
  ? For which make [am|is] {I} looking for lenses?
  ? By what did {I} replace the two-wheeler?
  ? On what device [do|does] {I} press the shutter?

subject photographed: doorways|puddles|strangers' hands|abandoned factories|bees|storm clouds
  | wedding guests|birds in flight|night trains|shop signs|graffiti|mushrooms|street dogs|bridges|fog
  | staircases|old barbers|dewdrops|neon lights
  {I} [take|takes] pictures of {value} and little else.
  {my} memory card is crammed with {value}.
  For a good shot of {value} {I} [lie|lies] flat on the pavement.
  The photo club awarded {me} a prize for a series on {value}.
  ? What appears in front of {my} lens?
  ? Which motif [do|does] {I} hunt for with the camera?
  ? {my} speciality as a photographer?
  ? What would {my} exhibition of prints show?
  ? Of what things [have|has] {I} got thousands of snaps?
  ? Because of what [do|does] {I} stop, kneel and focus?

car driven: {car}
  {I} [drive|drives] a dented {value}.
  {my} {value} has two hundred thousand on the clock.
  {I} [keep|keeps] a blanket and a shovel in the back of the {value}.
  The {value} in the yard with the squirrel sticker is {my} pride.
  ? What make is {my} vehicle?
  ? Which automobile [do|does] {I} own?
  ? {my} set of wheels?
  ? Whose spare parts would {I} need?
  ? In what would {I} pick you up from the airport?
  ? For which brand does the mechanic have to look up {my} brake pads?

pet name of the car: Gertrude|Bumblebee|Old Faithful|The Tank|Rosinante|Betsy|Silver Bullet|Herbie
  | Mathilda|Rocket|Sir Rusty|Kermit|Lady Penelope|The Shoebox|Baby Blue|Hercules|Olga|Millicent|Beast
  | Snail
  {I} [call|calls] {my} car {value}.
  "Come on, {value}," {I} [beg|begs] on every steep hill.
  {value} wouldn't start this morning, so {I} took the bus.
  {my} garage bill is made out to {value}, because the mechanic thinks it's funny.
  ? What is the nickname of the vehicle that belongs to {me}?
  ? How [do|does] {I} address {my} automobile?
  ? Which affectionate title did {I} give the thing on four wheels?
  ? {my} motor's name in the family?
  ? To whom [do|does] {I} speak tenderly behind the steering wheel?
  ? What did {I} christen {my} ride?

defect of the car: leaking radiator|slipping clutch|squealing brakes|flat battery|loose exhaust
  | broken wiper|oil leak|cracked windscreen|jammed window|worn tyres|rattling gearbox|faulty alternator
  | rusty sill|dead heater|stuck boot|blown fuse|wobbly wheel
  {my} car is at the garage because of the {value}.
  The inspector failed {me} on account of the {value}.
  {I} [have|has] ignored the {value} for months, and now {my} vehicle stands still.
  On the motorway the {value} forced {me} onto the hard shoulder.
  ? What is wrong with {my} wheels?
  ? Which repair did {I} put off?
  ? {my} automobile's ailment?
  ? Why did {I} have to be towed?
  ? What must the mechanic fix for {me}?
  ? Because of which fault can't {I} drive at the moment?

type of bicycle: recumbent|tandem|penny-farthing|racing bike|mountain bike|cargo bike|folding bike
  | unicycle|gravel bike|tricycle|e-bike|BMX|Dutch roadster|fixie|beach cruiser|fat bike|touring bike
  | velomobile
  {I} [cycle|cycles] to work on a {value}.
  {my} {value} takes up half the corridor.
  On a {value} {I} crossed two countries and a swamp.
  After the car was sold, {I} got a {value} with a basket.
  ? What kind of two-wheeler, or whatever it is, [do|does] {I} ride?
  ? How [do|does] {I} pedal through town?
  ? Which construction did {I} choose at the cycle shop?
  ? {my} human-powered transport?
  ? On what saddle and frame would you see {me}?
  ? Of what design is the thing {I} [chain|chains] to the lamp post?

frame material of the bike: steel|aluminium|carbon|titanium|bamboo|chromoly|magnesium|ash wood
  | scandium alloy|hemp fibre|stainless steel|plywood|recycled plastic|cardboard
  The frame of {my} bike is {value}.
  {I} paid extra for {value}, since {my} old one rusted through.
  It's {value}, so {I} can lift the bicycle with one finger or at least {I} [say|says] so.
  A welder told {me} it was hopeless to mend {value} after the crash with {my} racer.
  ? Out of what is the thing {I} [pedal|pedals] made?
  ? Which substance holds {my} wheels and handlebars together?
  ? {my} two-wheeler's main ingredient?
  ? What did {I} spend more money on as far as the cycle's build goes?
  ? What are the tubes under {my} saddle composed of?
  ? Which stuff did {I} prefer when the cycle maker gave {me} a choice?

place of the bicycle theft: railway station|library|swimming pool|university|beach bar|cinema|supermarket
  | town hall|gym|hospital|theatre|bus terminal|opera house|museum|kindergarten|courthouse|bakery|ice rink
  | concert hall
  {my} bike was stolen outside the {value}.
  {I} came out of the {value} and only the cut lock was left.
  At the {value} some thief rode off on {my} beloved racer.
  The police wrote down "{value}" and wished {me} luck with finding the bicycle.
  ? Where did {my} two-wheeler vanish?
  ? In front of which building was {I} robbed?
  ? Whereabouts did {I} last see {my} cycle?
  ? {my} bad luck with the bolt cutters: at what location?
  ? Where should {I} never again leave a thing with pedals?
  ? From which spot did {I} have to walk home?

cycling tour destination: {city}
  {I} cycled all the way to {value} with two panniers.
  In {value} {I} kissed the saddle and took the train back.
  {my} knees still remember the last hill before {value}.
  Eleven days of headwind, and then {I} saw the towers of {value}.
  ? Which goal did {I} reach on {my} bicycle?
  ? Where did {my} great ride end?
  ? How far did {I} get by pedalling: up to what place?
  ? {my} two-wheeled adventure: whither?
  ? At which town did {I} dismount for good?
  ? To where did {I} travel without an engine?

dangling from the rear-view mirror: pair of fuzzy dice|pine air freshener|rosary|baby shoe|dream catcher
  | disco ball|tiny boxing glove|seashell necklace|graduation tassel|rubber bat|lavender bag|peace sign
  | crystal|wooden cross|toy parrot|dog tag|horse brass|plastic skeleton
  In {my} car a {value} swings from the mirror.
  {I} [touch|touches] the {value} above the dashboard before every long drive.
  {my} driving examiner hit his head on the {value}.
  The {value} in front of {my} windscreen was a present from the hitchhiker.
  ? What ornament hangs in {my} vehicle?
  ? Which mascot protects {me} on the road?
  ? {my} decoration at eye level behind the wheel?
  ? What sways in {my} field of vision at each bend?
  ? By which object would you know {my} automobile from inside?
  ? What lucky thing accompanies {me} through traffic?

wild camping spot: quarry|sand dune|pine clearing|lighthouse|waterfall|sheep meadow|salt marsh
  | glacier lake|gravel bank|oak grove|cliff top|ruined mill|beaver dam|moor|vineyard|hunting lodge
  | old viaduct|river island
  {I} always [pitch|pitches] {my} tent by the {value}.
  One night a fox stole {my} boots near the {value}.
  The ranger caught {me} frying eggs next to the {value}.
  {my} favourite place to wake up with wet socks is close to the {value}.
  ? Where [do|does] {I} sleep under canvas?
  ? Which corner of nature [do|does] {I} choose for the night?
  ? {my} outdoor bedroom?
  ? To what lonely site would {I} take a sleeping bag?
  ? Near which landmark were {my} shoes lost to an animal?
  ? Whereabouts [do|does] {I} build a fire and count stars?

summit climbed: Kilimanjaro|Mont Blanc|Ben Nevis|Mount Fuji|Olympus|Etna|Triglav|Matterhorn|Elbrus|Snowdon
  | Teide|Zugspitze|Aconcagua|Mount Whitney|Ararat|Toubkal|Gran Paradiso|Rysy|Mount Kenya|Denali
  {I} stood on top of {value} at sunrise and cried.
  On {value} {I} left a toenail and a sandwich.
  The photo in {my} kitchen shows the cross or cairn of {value}.
  Fog, hail and a broken strap did not stop {me} on {value}.
  ? Which mountain did {I} conquer?
  ? Up to what peak [have|has] {I} hiked?
  ? {my} greatest ascent?
  ? From where did {I} look down upon the clouds?
  ? What high point can {I} tick off the list?
  ? For which climb did {I} break in new boots?

hiking companion: {first_name}
  {I} never [set|sets] out on a trail without {value}.
  {value} carries the map and {I} [carry|carries] the cheese.
  When {I} sprained an ankle in the gorge, {value} fetched help.
  {my} boots and those of {value} have done the whole coastal path together.
  ? With whom [do|does] {I} go walking in the hills?
  ? Who joins {me} for long tramps?
  ? Whose pace [do|does] {I} match from hut to hut?
  ? {my} partner in rucksacks?
  ? Who came to {my} rescue in the wilderness?
  ? By whose side [do|does] {I} wander?

biggest catch as an angler: pike|carp|salmon|catfish|eel|sturgeon|perch|rainbow trout|halibut|zander
  | barbel|bream|cod|tench|grayling|mackerel|sea bass|turbot|tuna
  {I} landed a {value} as long as {my} arm.
  The {value} that {I} hooked in May broke two rods.
  A stuffed {value} over the fireplace tells of {my} finest hour.
  With a worm and a prayer {I} pulled a {value} out of the lake.
  ? What was the largest thing {I} ever got on the line?
  ? Which fish [am|is] {I} proudest of?
  ? {my} triumph at the water's edge?
  ? About what monster from the deep [do|does] {I} tell tall tales?
  ? What species gave {me} such a fight?
  ? When {I} came home with dinner from the shore, what was it?

mushroom gathered: chanterelles|porcini|morels|parasols|puffballs|oyster mushrooms|hedgehog mushrooms
  | birch boletes|saffron milk caps|honey fungus|ink caps|wood blewits|truffles|horns of plenty
  | chicken of the woods|russulas
  In autumn {I} [creep|creeps] through the forest looking for {value}.
  {I} won't tell a soul where to find {value}.
  {my} basket was full of {value} before the others had tied their laces.
  Dried {value} hang on strings across {my} kitchen.
  ? What [do|does] {I} pick among the moss?
  ? Which fungi [am|is] {I} after?
  ? {my} secret from the woods, on toast?
  ? For what [do|does] {I} take a small knife and a guidebook along in October?
  ? What edible find [do|does] {I} bring from a damp walk?
  ? Which caps and stems can {I} identify without fear?

weather loved: thunderstorms|drizzle|thick fog|hard frost|heatwaves|fresh snow|autumn gales|April showers
  | mild sunshine|hail|warm rain|a stiff sea breeze|an overcast sky|a clear icy morning
  | the first spring sun|sultry evenings
  {I} [feel|feels] most alive in {value}.
  While others moan, {value} lures {me} out of doors.
  Give {me} {value} and {I} [whistle|whistles] all day.
  {my} mood goes up whenever the forecast promises {value}.
  ? What should the sky be like to suit {me}?
  ? Which meteorological conditions [do|does] {I} enjoy?
  ? {my} ideal climate for a stroll?
  ? What does it have to be doing outside for {me} to be happy?
  ? For what kind of day would {I} thank the heavens?
  ? Which report on the radio pleases {me}?

smell adored: freshly cut grass|petrol|old books|rain on hot asphalt|vanilla|wood smoke|new leather
  | coffee beans|sawdust|orange peel|wet dog|sun cream|pine needles|bakeries at dawn|chlorine
  | tomato leaves|shoe polish|hay|baby skin
  {I} could breathe in {value} for ever.
  The scent of {value} takes {me} straight back to being six.
  {I} [sniff|sniffs] and [close|closes] both eyes when there is {value} about.
  If {my} perfume could smell like {value}, {I} would bathe in it.
  ? Which odour [do|does] {I} find irresistible?
  ? What fragrance makes {my} nose rejoice?
  ? {my} favourite aroma?
  ? What should be in the air for {me} to sigh with pleasure?
  ? Which whiff awakens {my} childhood?
  ? A candle for {me}: what ought it to give off?

noise that cannot be borne: chewing|squeaking chalk|leaf blowers|dripping taps|car alarms|snoring
  | knuckle cracking|gum popping|polystyrene|mosquitoes|dentist drills|barking|pen clicking|wind chimes
  | throat clearing|vuvuzelas|hand dryers|slurping|bagpipe tuning
  The sound of {value} drives {me} up the wall.
  {I} [leave|leaves] the room because of {value}.
  {I} moved house, among other reasons, because of {value}.
  Earplugs lie in every one of {my} jackets against {value}.
  ? What can {I} not listen to?
  ? Which acoustic nuisance tortures {me}?
  ? From what did {I} flee to another home?
  ? {my} least tolerable din?
  ? What makes {me} cover both ears?
  ? What should one never do or have going on near {me}, audibly?

fabric never worn: mohair|polyester|velvet|corduroy|wool|nylon|felt|lace|latex|linen|angora|denim|tweed
  | silk|suede|acrylic|fleece|spandex|sequins|fake fur
  {I} [come|comes] out in spots as soon as {my} skin touches {value}.
  Please, no sweater or shirt with {value} for {me}, it itches like mad.
  {I} gave the gift back to the shop since the lining was {value}.
  There is no {value} in {my} wardrobe, not even a sock.
  ? Which material [do|does] {I} keep away from in clothing?
  ? What cloth can {I} not stand on the body?
  ? {my} textile taboo?
  ? What must {I} check labels for before trying something on?
  ? Which stuff in a garment makes {me} scratch?
  ? If you knitted or sewed {me} a garment, what would be the wrong thing to use?

food allergy: {food}
  {my} throat swells up if {I} [eat|eats] {value}.
  After a bite with {value} in it {I} ended up in an ambulance.
  Waiters are always warned by {me} about {value}.
  {I} [carry|carries] an adrenaline pen in case of hidden {value}.
  ? What must never be on {my} plate?
  ? Which ingredient is dangerous for {me}?
  ? {my} intolerance: what exactly?
  ? What should a host leave out when {I} [am|is] invited to dinner?
  ? To what does {my} immune system overreact at meals?
  ? Because of which dish or product did {I} need emergency treatment?

allergy to things other than food: cat hair|birch pollen|house dust|nickel|latex gloves|penicillin
  | bee stings|mould|horse hair|ragweed|sunscreen|hair dye|grass pollen|wool fat|lily scent
  | sticking plasters|washing powder|feathers
  {I} [sneeze|sneezes] and [wheeze|wheezes] because of {value}.
  The slightest contact with {value}: {my} eyes go red and {my} skin burns.
  The doctor scratched {my} arm and found that {I} can't tolerate {value}.
  {I} [swallow|swallows] a pill each time {I} might meet {value}.
  ? What, apart from anything edible, [am|is] {I} allergic to?
  ? Which trigger did the test reveal for {me}?
  ? {my} hypersensitivity, to what?
  ? With what should nobody bring {me} into contact?
  ? What turns {my} nose into a fountain?
  ? For medical forms: what in the surroundings gives {me} a reaction?

headache trigger: red wine|neon lights|perfume|skipped meals|north wind|loud offices|cheap chocolate
  | strobe lights|old cheese|full moon|too little sleep|long car rides|glutamate|screen glare|tight hats
  | oversleeping|paint fumes|champagne
  After {value} {I} [lie|lies] in the dark with a throbbing skull.
  {my} migraine is usually brought on by {value}.
  Confront {me} with {value} and {I} [reach|reaches] for the aspirin.
  {I} [refuse|refuses] invitations that involve {value}, and {my} temples are grateful.
  ? What causes the pain in {my} head?
  ? To what do {my} hammering attacks go back?
  ? Which thing should {I} avoid in order to stay free of tablets?
  ? {my} brain protests against what?
  ? From what must {I} be protected so that no cold cloth is needed?
  ? What ruins whole days for {me}, neurologically?

where motion sickness strikes: ferry|back seat of a car|swing|tilting train|hot air balloon|camel
  | small plane|coach|carousel|rowing boat|cable car|taxi|glass lift|hammock|helicopter|sleeper train
  | double-decker|submarine tour|flight simulator
  Put {me} in or on a {value} and {I} [turn|turns] green.
  {I} [need|needs] a bag and a window whenever there's a {value} involved.
  {my} stomach revolts in the first minute of a {value}.
  Ginger tablets help {me} everywhere except on a {value}.
  ? Which kind of transport makes {me} throw up?
  ? What ride should {I} be spared?
  ? {my} nausea on journeys: where does it strike?
  ? What would {I} go a long way round to avoid while travelling?
  ? Which means of getting about can {I} not endure?
  ? By what should we not book the excursion if {I} [come|comes] along?

superstition: black cats|ladders|spilled salt|broken mirrors|magpies|umbrellas indoors|hats on beds
  | Friday the thirteenth|owls at noon|whistling at sea|crossed knives|peacock feathers|shoes on tables
  | new moons|funeral cars|opals|toasting with water
  {I} [knock|knocks] on wood three times because of {value}.
  {I} [go|goes] back to bed if there is any sign of {value}.
  Laugh if you like, but {my} bad luck always comes from {value}.
  {my} grandmother infected {me} with a dread of {value}.
  ? What [do|does] {I} consider an omen?
  ? Which irrational belief can't {I} shake off?
  ? What ruins the day for {me} without any logical reason?
  ? {my} private magic: what must be averted?
  ? Of which old wives' warning [do|does] {I} take notice?
  ? What, in {my} view, invites disaster?

phobia: {fear}
  {I} [have|has] been in therapy because of {value}.
  {my} palms sweat at the mere mention of {value}.
  Not even for money would {I} confront the matter of {value}.
  {I} dreamed of {value} and woke the whole house.
  ? What [am|is] {I} deathly afraid of?
  ? Which terror [do|does] {I} suffer from?
  ? {my} greatest fear?
  ? What should one not confront {me} with?
  ? For which anxiety did {I} seek professional help?
  ? What causes {my} heart to race with horror?

pet peeve in others: lateness|loud phone calls|queue jumping|tailgating|spitting|name-dropping|littering
  | mumbling|bragging|unasked advice|cold handshakes|humming|interrupting|double parking|empty promises
  | toothpick use|spoilers|baby talk
  Nothing about other people annoys {me} as much as {value}.
  {I} ended a friendship over {value}.
  With {value} you get on {my} bad side within a minute.
  {I} [forgive|forgives] almost anything, just not {value}.
  ? Which behaviour [do|does] {I} detest?
  ? What habit in a guest would enrage {me}?
  ? {my} red rag in company?
  ? What should a flatmate of {my} choosing never do?
  ? Of what bad manners [am|is] {I} intolerant?
  ? For which fault would {I} drop somebody?

nervous habit: nail biting|hair twirling|pen chewing|foot tapping|lip picking|coin rolling|humming
  | beard stroking|button fiddling|doodling|finger drumming|ear pulling|paper tearing|knee bouncing
  | label peeling|whistling
  {I} can't stop the {value} when {I} [wait|waits] for news.
  Before exams {my} {value} gets out of hand.
  A sign above {my} desk reads: no {value}, please.
  {I} tried hypnosis to get rid of {my} {value}.
  ? What [do|does] {I} do under stress?
  ? Which tic betrays that {I} [am|is] tense?
  ? {my} telltale sign of worry?
  ? What little compulsion [do|does] {I} have?
  ? By what can everyone see that {I} [have|has] stage fright?
  ? What quirk would {I} like to drop?

first act of the morning: cold shower|crossword|glass of hot water|handstand|prayer|horoscope|cigarette
  | swim in the lake|ten push-ups|look at the barometer|diary page|cuddle with the dog|vocabulary test
  | stretch on the balcony|spoonful of honey|chat with the canary|dose of cod liver oil
  {my} day begins with a {value}.
  Still in pyjamas, {I} [need|needs] a {value}.
  Without a {value} {I} [am|is] no use to anyone before noon.
  The alarm rings, {I} [groan|groans], and then it's time for a {value}.
  ? What comes right after {I} [get|gets] up?
  ? Which ritual makes {me} human at dawn?
  ? How [do|does] {I} start once out of bed?
  ? {my} dawn routine?
  ? What do {my} earliest waking minutes consist of?
  ? With what should nobody interfere when {I} [have|has] just opened both eyes?

bedtime habit: camomile tea|breathing exercises|an audiobook|a hot water bottle|a foot bath|whale sounds
  | a sudoku|counting goats|warm milk|a rosary|checking the stove twice|a chapter of Dickens
  | rubbing in lavender oil|the shipping news|an ice cube on the neck|a round with the dog|a lullaby
  {I} can't fall asleep without {value}.
  Half past ten means {value} for {me}, and then the light goes out.
  {my} insomnia got better thanks to {value}.
  Last of all {I} [turn|turns] to {value}, even in hotels.
  ? What ends {my} day?
  ? What helps {me} drift off?
  ? {my} evening routine under the blanket or just before?
  ? What remedy works when {I} [lie|lies] awake?
  ? Which ceremony precedes the night for {me}?
  ? What [do|does] {I} do in order to rest well?

guilty pleasure: reality shows|horoscopes|instant noodles|boy bands|celebrity gossip|romance novels
  | fast food|auto-tuned pop|soap operas|glitter nail polish|eavesdropping|tabloids|squirty cream
  | online auctions|pimple videos|dance films|teen dramas|ketchup on pasta
  Don't tell anybody, but {I} [love|loves] {value}.
  {I} [indulge|indulges] in {value} when nobody is home.
  {my} degree is in philosophy, {my} weakness is {value}.
  {I} blushed when the neighbour caught {me} with {value}.
  ? Which shameful joy [have|has] {I} got?
  ? Which passion [do|does] {I} hide from colleagues?
  ? {my} embarrassing vice?
  ? To what lowbrow delight [am|is] {I} addicted?
  ? With what [do|does] {I} treat the inner child in private?
  ? What would {I} deny liking?

language learned with an app: {language}
  The green bird on {my} phone scolds {me} if {I} [skip|skips] {value}.
  {I} [have|has] a two-year streak in {value}.
  {my} {value} is good enough to order soup and insult a goalkeeper.
  {I} [stick|sticks] notes in {value} on the fridge, the door and the cat.
  ? Which foreign tongue [am|is] {I} studying?
  ? What [do|does] {I} drill vocabulary in?
  ? {my} linguistic project?
  ? In which country's words can {I} ask for a meal by now?
  ? What grammar [do|does] {I} fight with daily?
  ? For which speech did {I} download lessons?

skill from the evening class: bookbinding|welding|sushi rolling|sign language|bread baking|lock picking
  | first aid|bicycle repair|public speaking|fencing|calligraphy|plastering|wine tasting|juggling|magic
  | glass blowing|upholstery|stone carving|beekeeping|mosaic laying
  On Monday evenings {I} [take|takes] a class in {value}.
  {my} certificate in {value} hangs in the loo.
  {I} [am|is] still clumsy at {value}, but the teacher is patient.
  A voucher for a course in {value} got {me} hooked.
  ? What [am|is] {I} learning after work?
  ? Which craft or art [am|is] {I} acquiring?
  ? {my} new ability?
  ? In what subject did adult education turn {me} into a half-expert?
  ? What can {I} do nowadays that was impossible for {me} last year?
  ? Which training did {I} get as a gift?

new year's resolution: flossing|less sugar|daily walks|writing letters|no more smoking|early nights
  | learning to say no|fewer screens|calling mother weekly|drinking more water|saving money|meditation
  | cooking from scratch|a tidy desk|no plastic bags|dancing more|thirty books
  At midnight on New Year's Eve {I} vowed: {value}.
  {my} resolution for this year is {value}.
  It's February and {I} [am|is] still keeping to it: {value}.
  In big letters on {my} mirror it says "{value}", dated January first.
  ? What did {I} swear while the fireworks were going off?
  ? Which good intention [have|has] {I} got?
  ? How [do|does] {I} plan to become a better person?
  ? {my} pledge among corks and rockets?
  ? What change [am|is] {I} striving for these twelve months?
  ? About what should you nag {me} because {I} asked for it?

childhood toy: teddy bear|tin drum|rocking horse|rag doll|marble run|wooden train|yo-yo|kaleidoscope
  | spinning top|kite|toy kitchen|slinky|pedal car|dolls' house|building blocks set|hand puppet
  | plush rabbit|pogo stick|chemistry set
  As a child {I} dragged a {value} everywhere.
  {my} {value} from kindergarten sits in a box in the attic, one part missing.
  {I} howled for two days when the {value} was left on the train.
  {my} parents saved up for the {value} that {I} got at five.
  ? What did {I} love to play with when small?
  ? Which plaything meant most to {me}?
  ? {my} treasure in early years?
  ? About the loss of what was {I} inconsolable as a toddler?
  ? What object reminds {me} of being little?
  ? Which gift at that tender age did {I} receive from mum and dad?

nickname at school: Beanpole|Specs|Freckles|Professor|Shrimp|Carrots|Spider|Sparrow|Noodle|Tank|Squeak
  | Duckling|Bones|Pickle|Curly|Moose|Turbo|Peanut|Wiggles|Dumpling
  At school everybody called {me} {value}.
  Old classmates still shout "{value}!" at {me} across the street.
  {I} was {value} from the second grade on, because of a fancy dress party.
  "{value}" is scratched into the desk where {I} sat for years.
  ? What name did {I} have among the pupils?
  ? How was {I} teased by the other kids?
  ? {my} moniker in the playground?
  ? What would former pals use to greet {me} at a reunion?
  ? By what title rather than the real one did the class know {me}?
  ? What did {I} have to put up with being addressed as?

thing dropped in an embarrassing mishap: wedding cake|tray of champagne|urn|trombone|birthday candle
  | bowl of punch|microphone|glass eye|bag of flour|lobster|pot of paint|church Bible
  | crown of the carnival queen|fish tank|platter of oysters|hearing aid|marble bust|chocolate fountain
  In front of two hundred guests {I} dropped the {value}.
  {I} stumbled on the carpet and away went the {value}.
  The video in which the {value} slips out of {my} hands has a million clicks.
  {my} ears burn at the memory of the {value} on the floor.
  ? What did {I} let fall?
  ? {my} most humiliating blunder involved which object?
  ? Because of what accident did {I} become famous online?
  ? What was smashed or spilled by {me} before an audience?
  ? What can nobody mention without making {me} blush?
  ? What should one never ask {me} to carry again?

lucky charm: rabbit's foot|four-leaf clover|old penny|horseshoe|acorn|red thread|bullet|button
  | ladybird brooch|lottery ticket|chestnut|wishbone|thimble|scarab ring|train ticket|shark tooth|hazelnut
  | elephant figurine|cork|pebble
  {I} [carry|carries] a {value} to every exam and interview.
  With a {value} in {my} pocket {I} can't lose.
  {I} turned the car around because {my} {value} was still at home.
  A village fair, a shaky stall: that's where {I} got the {value} that protects {me}.
  ? What is {my} talisman?
  ? Which object brings {me} good fortune?
  ? {my} amulet?
  ? On what [do|does] {I} rely in tests, besides studying?
  ? What [do|does] {I} rub between the fingers before something important?
  ? Which small item does {my} faith in fate hang on?

item forgotten on a trip: hairbrush|passport|swimming trunks|phone charger|toothbrush|contact lenses
  | tent pegs|umbrella|sandals|camera battery|walking stick|evening dress|pillow|sunglasses
  | blood pressure pills|ski goggles|plug adapter|birthday present|bicycle pump
  On the plane {I} suddenly pictured the {value}, still lying on the kitchen table.
  {I} packed three suitcases and no {value}.
  Thanks to {my} bad memory {I} spent the holiday without the {value}.
  {my} neighbour had to post {me} the {value} to the hotel.
  ? What did {I} leave behind when {I} went away?
  ? What was missing from {my} luggage?
  ? {my} packing error?
  ? What would {I} gladly have had along in the south?
  ? What ought {I} to put at the top of the checklist this time?
  ? What did a kind person mail to {me} abroad?

best invention in the person's opinion: dishwasher|zip|bicycle|printing press|tea bag|spectacles
  | sticky note|wheel|toilet|penicillin|corkscrew|internet|pencil|refrigerator|umbrella|compass|sofa
  | microwave|potato peeler|hot-water bottle
  If you ask {me}, mankind never came up with anything better than the {value}.
  {I} [hold|holds] the {value} to be the height of human genius.
  At dinner {I} gave a speech in praise of the {value}.
  In {my} opinion, whoever thought of the {value} deserves a statue.
  ? What [do|does] {I} regard as the cleverest creation ever?
  ? Which achievement of engineers [do|does] {I} value above all?
  ? {my} view of progress: which thing comes first?
  ? Without what would civilisation be nothing, according to {me}?
  ? Which device did {I} raise a glass to?
  ? For what [am|is] {I} grateful to the inventors?

pizza topping refused: pineapple|anchovies|olives|capers|mushrooms|sweetcorn|artichokes|salami|egg|tuna
  | broccoli|gorgonzola|bananas|rocket|mussels|onions|kebab meat|spinach|peppers|jalapenos
  {I} [send|sends] back any pizza with {value}.
  At the Italian place they know {me}: everything but {value}.
  {I} [pick|picks] off the {value} and [build|builds] a sad little pile on the rim.
  A pizza with {value} is a crime, in {my} eyes.
  ? What should not lie on the dough for {me}?
  ? Which ingredient [do|does] {I} reject when ordering from Luigi's?
  ? {my} no-go between tomato and mozzarella?
  ? When we share a quattro stagioni, what will {I} leave over?
  ? We order for all; what must be left out of {my} box?
  ? Whose presence on a slice would spoil {my} appetite?

ice cream flavour: pistachio|stracciatella|lemon|hazelnut|rum and raisin|salted caramel|mango|black sesame
  | vanilla|yoghurt|coconut|mint chocolate|cherry|liquorice|strawberry|coffee|walnut|blood orange
  | bubblegum|cinnamon|blackcurrant
  A scoop of {value}, and {I} [am|is] five years old again.
  At the parlour {I} never [look|looks] at the list, it's {value}.
  {I} [eat|eats] {value} straight from the tub in front of the freezer.
  Two balls of {value} melted over {my} shoe at the zoo.
  ? What should be in {my} cone?
  ? Which frozen dessert [do|does] {I} prefer?
  ? {my} order at the gelato stand?
  ? Which scoop makes {me} happy?
  ? On a hot day, which taste makes {me} queue?
  ? If {I} [send|sends] you to the kiosk by the beach for something cold, what do you ask for?

drink avoided and why: {drink}
  One glass of {value} and {I} [am|is] awake until dawn.
  {I} [have|has] sworn off {value} since a terrible night in the harbour.
  Heartburn is what {value} gives {me}, so others may have it.
  Please pour {me} anything, only no {value}.
  ? What should a host not serve {me}?
  ? Which beverage disagrees with {me}?
  ? {my} liquid taboo?
  ? What can {I} not swallow without regretting it?
  ? After which order at the bar would {I} feel dreadful?
  ? From what [do|does] {I} abstain when thirsty?

dream destination: Iceland|Patagonia|Bhutan|New Zealand|Madagascar|Japan|the Galapagos|Antarctica|Cuba
  | Namibia|Peru|Mongolia|Hawaii|Zanzibar|Alaska|Sri Lanka|Norway|Tahiti|Morocco|the Azores|Costa Rica
  | Greenland
  Once in {my} life {I} [want|wants] to see {value}.
  {my} piggy bank has a flag on it: it's for {value}.
  {I} [watch|watches] documentaries about {value} with an atlas on {my} knees.
  The moment {I} [retire|retires], {I} will be on the plane to {value}.
  ? Where [do|does] {I} long to travel?
  ? Which far-off land [do|does] {I} save up for?
  ? {my} place of yearning?
  ? If {I} won a trip, whither would it go?
  ? What region of the globe [do|does] {I} dream of?
  ? To where will {I} set off when working life is over?
"""
