"""Personal facts about home, body and everyday life, as people tell them and ask for them later.

This file knows sentences and values, nothing else. A block is one family: its name and what the value is
made of (a kind of kinds.py or a list), statements, and questions that say the same in other words.
{I}, {me} and {my} name the person, [go|goes] agrees with {I}.
"""

PERSONAL_HOME_TEXT = """\
bedroom paint: sage green|dusty pink|navy|lavender|terracotta|mustard yellow|pale grey|mint|peach|burgundy
  | ivory|turquoise|charcoal|apricot|sky blue|chocolate brown|lilac|lemon yellow|olive|coral
  {I} painted {my} bedroom {value} over the long weekend.
  It took three coats of {value} before {I} could sleep in there without smelling the old wallpaper.
  Everything around {my} bed is {value} now, even the ceiling.
  Two tins of {value} are left over from when {I} did up the room where {I} [sleep|sleeps].
  ? Which colour are the walls that {I} [wake|wakes] up to?
  ? What shade did {I} choose when redecorating upstairs?
  ? {I} [want|wants] to touch up a scratch by the headboard. Which hue do we buy?
  ? What tint surrounds {me} at night?
  ? Remind me how {my} sleeping quarters are coloured.
  ? {my} bedroom wall colour?

kitchen worktop: granite|oiled oak|stainless steel|white laminate|marble|polished concrete|slate|bamboo
  | quartz|black glass|beech|limestone|soapstone|walnut|copper|terrazzo|butcher block|ceramic tile
  The worktop in {my} kitchen is {value}, so hot pans are a worry.
  {I} [chop|chops] onions on {value}, straight on the counter.
  After comparing samples for weeks, {I} went for {value} next to the sink.
  A man came to cut the {value} around {my} new hob.
  ? What material does {my} cooking surface consist of?
  ? Which stuff did {I} pick to prepare meals on?
  ? Red wine got spilled where {I} [cook|cooks]. What sort of surface needs cleaning?
  ? From what is {my} kitchen counter made?
  ? Do you know what the slab is that {I} [knead|kneads] dough on?
  ? I forgot what {my} countertops are.

roof covering: slate|red clay tiles|thatch|corrugated iron|cedar shingles|zinc sheets|tar paper|green turf
  | concrete tiles|copper plates|solar tiles|reeds|bitumen felt|straw|glazed blue tiles|wooden shakes
  {my} house is roofed with {value}.
  The storm tore some of the {value} off above {my} attic, and rain came in.
  {I} had to find a craftsman who still knows how to lay {value} on a house like {my} old one.
  Because of the {value} overhead, {I} [hear|hears] the rain in quite a special way.
  ? What lies on top of {my} home to keep it dry?
  ? A hole must be patched up there. Which covering did {I} choose for {my} place?
  ? What is {my} roof made of?
  ? Looking down from a plane, what would one see {my} building topped with?
  ? Which material protects {me} from the sky?
  ? With what is {my} cottage covered?

heating source: a gas boiler|a heat pump|an oil burner|a wood pellet stove|district heating
  | electric radiators|a tiled stove|a coal range|underfloor pipes|storage heaters|a log burner
  | infrared panels|a solar collector|a geothermal probe|a paraffin heater|a cast-iron fireplace
  {my} rooms are heated by {value}.
  When it froze last January, {I} had nothing but {value} and two jumpers.
  {I} switched to {value} two years ago, and the bills dropped.
  Without {value} {I} would be shivering from October to April.
  ? How [do|does] {I} keep warm indoors during winter?
  ? What supplies the warmth in {my} flat?
  ? A technician wants to know what type of system {I} [have|has] against the cold.
  ? By what means does the temperature rise at {my} home?
  ? Remind me, {my} heating is what kind?
  ? What should be serviced at {my} place before the first frost?

front door colour: cherry red|bottle green|canary yellow|midnight blue|plum|white|black|tangerine|teal
  | silver|aubergine|cream|raspberry|racing green|petrol blue|burnt orange|violet|dove grey
  {my} front door is {value}, you cannot miss it.
  Visitors find {me} easily because of the {value} entrance.
  {I} repainted the door in {value} when the old varnish peeled.
  In the whole terrace only {my} house has a {value} door.
  ? Which colour should the courier look for when ringing at {my} place?
  ? What shade did {I} give the way in?
  ? How would a guest recognise where {I} [live|lives] from the pavement?
  ? What hue greets people who come to see {me}?
  ? Tell me the paint on {my} portal.
  ? {my} house has an entry of what colour?

attic storage: Christmas decorations|old school books|a rocking horse|three suitcases|a wedding dress
  | model railways|a crib|vinyl records|ski boots|a broken harp|winter tyres|family letters|dolls
  | a sewing machine|camping gear|empty picture frames|carnival masks|a stuffed owl
  Up in {my} attic there is nothing except {value}.
  To get at {value} {I} [need|needs] the ladder and a torch.
  {I} put {value} under the rafters when {I} ran out of cupboards.
  When the loft was insulated, {I} had to carry {value} down and up again.
  ? What [do|does] {I} keep right under the roof?
  ? Which belongings are gathering dust at the very top of {my} house?
  ? What would burglars discover in {my} garret?
  ? If somebody cleared out the uppermost storey for {me}, what would they throw away?
  ? What did {I} stow above the ceiling?
  ? Contents of {my} loft?

water leak: under the bathtub|behind the washing machine|above the hallway|next to the chimney|in the pantry
  | below the kitchen sink|around the skylight|beside the boiler|in the guest toilet|over the piano
  | near the cellar stairs|at the balcony door|inside the airing cupboard|in the laundry room
  | by the bay window
  Water is dripping {value} at {my} place again.
  {I} set a bucket {value} because it will not stop dripping.
  The damp patch {value} worries {me}, the insurer has been told.
  A pipe burst {value} while {I} slept.
  ? Where does {my} house leak?
  ? The plumber asks {me} where exactly it is wet.
  ? In what place did {I} spot moisture?
  ? At which point is {my} home not watertight?
  ? Location of {my} flooding?
  ? Where must the repairman look for the trouble {I} reported?

sofa upholstery: brown leather|green velvet|grey felt|blue corduroy|striped linen|white cotton|pink chenille
  | black canvas|tartan wool|yellow boucle|floral chintz|red plush|beige suede|patchwork denim|mohair
  | silk damask
  {my} sofa is covered in {value}.
  {I} had the couch redone in {value}, and the cat ruined it at once.
  In the evening {I} [stretch|stretches] out on {value} in front of the television.
  The {value} on {my} settee hides every crumb.
  ? Which fabric [do|does] {I} sit on in the living room?
  ? What are the cushions of {my} lounge furniture clad with?
  ? What sort of material must the stain remover suit for {my} seating?
  ? What did the upholsterer stretch over {my} three-seater?
  ? Someone spilled juice where {I} [watch|watches] films. What is it made from on the outside?
  ? {my} couch's cover?

bed type: a four-poster|a futon|a bunk bed|a water bed|a hammock|a box spring|a sofa bed|a loft bed
  | a camp bed|an air mattress|a brass bed|a sleigh bed|an adjustable hospital bed|a daybed|a wall bed
  | a canopy bed|a straw mat
  At night {I} [lie|lies] down on {value}.
  The removal men had trouble getting {value} up {my} narrow stairs.
  {I} bought {value} because {my} old mattress was sagging.
  Nobody believes that {I} [rest|rests] well on {value}, but it is true.
  ? What kind of thing [do|does] {I} sleep in?
  ? Which piece of furniture stands in {my} bedroom for the night hours?
  ? On what [do|does] {I} spend the hours between dusk and dawn?
  ? Fitted sheets for {me} must go around what?
  ? What [am|is] {I} tucked up in after a long day?
  ? Describe {my} bed.

picture above fireplace: a sailing ship|a winter landscape|a bearded grandfather|a map of Iceland
  | a bowl of lemons|two herons|an abstract in blue|a bullfight|a lighthouse at dusk|a bride and groom
  | galloping horses|a street in Lisbon|a vase of peonies|a sleeping fox|a mountain hut
  | an old railway poster|a fishing harbour
  Over the mantelpiece {I} hung a picture of {value}.
  {my} fireplace looks bare without the painting of {value}.
  A canvas with {value} in a gilt frame: that is what {I} put up above the hearth.
  Guests who warm their feet at {my} fire always remark on {value} in oils.
  ? What does the artwork in {my} lounge show?
  ? Which motif can be seen where {I} [burn|burns] logs?
  ? What is depicted on the canvas that decorates {my} chimney breast?
  ? What [do|does] {I} look up at from the armchair by the embers?
  ? Subject of the image on {my} living room wall?
  ? The insurer wants a description of {my} framed piece. What does one see on it?

spare key hiding place: under the third flowerpot|inside a fake stone|behind the gas meter|in the birdhouse
  | on top of the door frame|under the rain barrel|in an old boot|beneath the garden gnome
  | in the letterbox slit|behind a loose brick|inside the watering can|under the bench|in the bicycle bell
  | in the shed beside the rake
  {I} [hide|hides] a spare key {value}.
  Locked out again, {I} found the spare one {value}.
  Look {value}: there {I} left something for those who must get in while nobody is home.
  Anyone who reaches {value} can open {my} front door, which is rather careless.
  ? How would a helper get into {my} house when everyone is away?
  ? Where should I look to unlock {my} place?
  ? {I} lost the whole bunch. Where is the reserve?
  ? At what secret spot [do|does] {I} stash the thing that opens the lock?
  ? {my} hidden house key?
  ? Tell me {my} emergency way of getting past the door.

broken appliance: dishwasher|toaster|tumble dryer|kettle|fridge|vacuum cleaner|microwave|coffee machine
  | freezer|blender|iron|electric oven|extractor hood|washing machine|bread maker|rice cooker|dehumidifier
  | slow cooker
  {my} {value} gave up the ghost on Tuesday.
  {I} [am|is] waiting for a technician to look at the {value}.
  With a bang and some smoke the {value} died while {I} was on the phone.
  Since the {value} stopped working, {I} [curse|curses] the manufacturer every single day.
  ? Which household device at {my} place is out of order?
  ? What has to be repaired for {me}?
  ? Which machine broke down in {my} home?
  ? What do we need to replace in {my} kitchen or laundry?
  ? The repair service asks {me} which equipment is faulty.
  ? Remind me what is kaput at {my} house.

robot vacuum nickname: Dusty|Sir Sucksalot|Gertrude|Pebble|Captain Crumb|Wanda|Nibbles|Hoover Dam
  | Mister Fluff|Zippy|Lady Broom|Bruno|Crumbelina|Beetle|Professor Lint|Roly|Matilda|Sergeant Sweep|Tumble
  | Otto
  {I} named the robot that vacuums the floor {value}.
  {value} got stuck under {my} sofa this morning and beeped for help.
  While {I} [am|is] at work, {value} rolls around and picks up the dust.
  {my} children say goodnight to {value} when it returns to the charging station.
  ? What nickname did {I} give the little machine that cleans the carpets?
  ? What is {my} automatic hoover called?
  ? How [do|does] {I} address the gadget which eats crumbs by itself?
  ? Who or what sweeps {my} flat without any human hand?
  ? {my} cleaning robot's name?
  ? I forgot how {my} self-driving sweeper is christened.

house built: {recent_year}
  {my} house was built in {value}.
  Above the lintel of {my} home a mason carved {value}, when the walls went up.
  The bricks {I} [live|lives] between have stood since {value}.
  According to the deeds, the first owners moved into what is now {my} place in {value}.
  ? How old is the building {I} [inhabit|inhabits]?
  ? The energy certificate needs the construction date of {my} property. Which one is it?
  ? When was {my} residence erected?
  ? In what year did workers put up {my} dwelling?
  ? What is the vintage of {my} address?
  ? {my} house: year of completion?

flat level: ground floor|first floor|second floor|third floor|fourth floor|fifth floor|sixth floor
  | seventh floor|eighth floor|ninth floor|tenth floor|top floor|basement|mezzanine|twelfth floor
  | fifteenth floor|garden level
  {my} apartment is on the {value}.
  The lift is broken, so {I} [have|has] to drag the shopping to the {value}.
  {I} rented the one on the {value} because of the light.
  Press the button for the {value} when you come to see {me}.
  ? How high up [do|does] {I} live?
  ? At which storey must the delivery man get out for {me}?
  ? How many stairs would a visitor have to face at {my} building, that is, which level?
  ? The fire brigade asks where inside the block {I} can be found.
  ? What floor is {my} flat on?
  ? Where does one leave the elevator to knock at {my} place?

window view: a car park|the cathedral|a row of poplars|the railway yard|vineyards|a playground|the harbour
  | a brick wall|the cemetery|a canal|snowy peaks|a football pitch|allotments|the fire station
  | a supermarket roof|a cherry orchard|the gasworks|a school yard
  From {my} window {I} [look|looks] out on {value}.
  While {I} [wash|washes] up, {I} [gaze|gazes] at {value}.
  {my} desk faces {value}, which distracts {me} a lot.
  The estate agent praised the outlook, but behind {my} curtains there is only {value}.
  ? What can be seen from {my} home?
  ? What lies opposite the place where {I} [live|lives]?
  ? Which sight meets {my} eyes when the blinds go up?
  ? {I} [draw|draws] what is visible outdoors without leaving the room. What is in the sketch?
  ? {my} view?
  ? What does {my} living room overlook?

building's former use: a bakery|a chapel|a fire station|a school|a barn|a textile mill|a bank|a brewery
  | a stable|a post office|a cinema|a prison|a water tower|a cheese dairy|a blacksmith's forge
  | a railway station|a pharmacy
  Before it was turned into flats, {my} building was {value}.
  {I} [live|lives] in what used to be {value}, the hooks are still in the beams.
  A hundred years ago {my} home was {value}.
  The thick walls and the odd windows of {my} house come from its past as {value}.
  ? What purpose did {my} dwelling serve in earlier days?
  ? What was going on between {my} four walls long before {I} moved in?
  ? As what was {my} residence originally put up?
  ? {my} place was converted from what?
  ? Which business or institution occupied {my} address previously?
  ? What was {my} property in its first life?

house pest: moths|ants|silverfish|mice|bed bugs|cockroaches|wasps|woodworm|fruit flies|rats|termites|fleas
  | spiders|pigeons|a marten|bats|carpet beetles|woodlice|house crickets|mosquitoes
  {I} [have|has] {value} in the house.
  The exterminator came to {my} flat because of {value}.
  {my} pantry had to be emptied on account of {value}.
  No trap {I} set has helped against {value} so far.
  ? Which creatures have invaded {my} home?
  ? What plague of animals [do|does] {I} fight indoors?
  ? By what [am|is] {I} pestered within {my} own rooms?
  ? What kind of vermin is bothering {me}?
  ? Against which unwelcome lodgers should the poison for {me} be?
  ? {my} infestation, what was it again?

fuse box location: behind the coat rack|in the cellar corridor|above the front door
  | inside the broom cupboard|under the stairs|in the garage|next to the fridge|behind a mirror
  | beside the electricity meter|in the hall closet|on the landing|in the utility room|behind the bookcase
  | at the back of the wardrobe|by the letterboxes
  The fuse box in {my} house is {value}.
  When everything goes dark, {I} [grope|gropes] around {value} and [flip|flips] the switch.
  Somebody long ago put the breakers of {my} place {value}.
  A man with a torch had to work {value} to turn off {my} power.
  ? Where can the current be cut at {my} home?
  ? After a short circuit, to which spot [do|does] {I} have to go?
  ? Lights out! Where are the circuit panels for {my} rooms?
  ? Where would one restore electricity in {my} flat?
  ? Tell me the location of {my} distribution board.
  ? A helper must reset the safety switch for {me}, so which corner?

doormat text: Wipe your paws|Oh no, not you again|Welcome to the madhouse|Beware of the kids|Home sweet home
  | Come in if you brought wine|Mind the hedgehog|Nice shoes|Leave|Hello, sunshine|Shoes off, please
  | The dog decides|Knock like the police|There is no place like this|Hope you like cats
  | Speak, friend, and enter
  {my} doormat says "{value}".
  Everyone who visits {me} steps on the words "{value}" first.
  {I} laughed so much at "{value}" in the shop that it now lies outside the door.
  "{value}" is written on the coconut mat in front of {my} flat.
  ? What can you read at your feet before ringing {my} bell?
  ? Which message greets guests at {my} threshold?
  ? What slogan is printed on the thing where people wipe their soles at {my} place?
  ? How does the inscription at {my} entrance go?
  ? Text on {my} mat?
  ? What funny line did {I} choose for the ground by the entry?

wifi network name: Pretty Fly for a Wifi|Router Rooter|The Promised LAN|Bill Wi the Science Fi
  | Abraham Linksys|It Hurts When IP|Martin Router King|No More Mister Wifi|LAN Solo|Silence of the LANs
  | Drop It Like Its Hotspot|The Ping in the North|Wu Tang LAN|Nacho Wifi|Tell My Wifi Love Her
  | House of Packets
  {my} home network is called {value}.
  To get online at {my} place, pick {value} from the list.
  {I} renamed the router {value} to amuse the people next door.
  The printer only works when {I} [am|is] connected to {value}.
  ? Which wireless do guests have to choose in {my} flat?
  ? What does {my} internet show up as on a phone?
  ? What name did {I} give the wifi?
  ? In the settings a visitor sees twelve entries, which of them belongs to {me}?
  ? {my} SSID?
  ? The smart plug asks for {my} access point. What should be entered?

burglar alarm code: {number4}
  The code for {my} burglar alarm is {value}.
  To stop the siren {I} [have|has] to type {value} within thirty seconds.
  {I} told the cleaning lady to enter {value} on the keypad by the door.
  Because {value} is easy to remember, {I} chose it for the security system.
  ? Which digits disarm {my} house?
  ? Which combination keeps the sensors quiet when someone walks into {my} home?
  ? What are the numbers against thieves at {my} place?
  ? It is howling at {my} villa! What must be keyed in?
  ? How [do|does] {I} deactivate the intruder protection?
  ? Tell me {my} secret figure for the panel in the hallway.

landlord: {surname}
  {I} [rent|rents] the flat from Mr. {value}.
  {my} landlord {value} put up the rent again.
  On the first of every month {I} [transfer|transfers] the money for the apartment to {value}.
  When the boiler broke, {I} wrote an angry letter to Mr. {value}, because the house is his.
  ? Who owns the place where {I} [live|lives]?
  ? To whom does {my} home legally belong?
  ? Who must be told in writing when {I} [move|moves] out?
  ? By whom was {my} lease signed on the other side?
  ? Who let these rooms to {me}?
  ? {my} property owner's name?

upstairs noise: tap dancing|the drums|bowling with the kids|moving furniture at midnight|opera singing
  | the tuba|skateboarding in the hall|karate practice|high heels on parquet|a barking poodle|hammering
  | the bagpipes|video games at full volume|roller skating|electric guitar|sawing wood|vacuuming at dawn
  | loud quarrels
  The neighbour above {me} drives {me} mad with {value}.
  {I} banged on the ceiling with a broom because of {value}.
  It is always {value} that {I} [hear|hears] from the flat upstairs.
  {I} complained to the caretaker about {value} over {my} head.
  ? What kind of racket comes through from overhead where {I} [live|lives]?
  ? Which disturbance keeps {me} awake, thanks to those one storey up?
  ? What are the people on top of {my} apartment doing so noisily?
  ? What was {my} complaint to the house management?
  ? From which sound [do|does] {I} suffer at home?
  ? Reason for {my} earplugs?

next-door neighbour: {first_name}
  {value} lives right next door to {me}.
  Over the garden fence {I} [chat|chats] with {value} about the weather.
  {I} borrowed sugar from {value}, who has the house on the left.
  The wall is thin, so {I} [know|knows] when {value} sneezes.
  ? Who is {my} closest neighbour?
  ? Who dwells on the other side of {my} wall?
  ? Whose home is adjacent to {my} own?
  ? With which person [do|does] {I} share the boundary?
  ? If {I} needed an egg quickly, at whose bell would {I} ring?
  ? Remind me what {my} neighbour is called.

holiday plant sitter: {full_name}
  {value} waters the plants when {I} [am|is] on holiday.
  Before every trip {I} [leave|leaves] instructions for {value} about the ferns.
  Thanks to {value}, nothing had withered when {I} got back from the seaside.
  {I} brought {value} a box of chocolates for looking after the orchids.
  ? Who keeps {my} greenery alive while the suitcase is out?
  ? To whom [do|does] {I} entrust the flowerpots during a vacation?
  ? Who takes care of {my} indoor jungle in {my} absence?
  ? {I} will be gone for a fortnight. Who comes with the can?
  ? By whom is the drying out of {my} foliage prevented in August?
  ? {my} plant sitter?

hedge plant: hornbeam|beech|privet|yew|laurel|boxwood|hawthorn|thuja|bamboo|holly|lilac|forsythia|cypress
  | rosemary|barberry|firethorn
  {I} planted {value} all around the garden so that nobody can look in.
  Twice a year {I} [trim|trims] the {value} along the street.
  A row of {value} separates {my} lawn from the pavement.
  The hedge is {value}, and {I} [have|has] the scratches to prove it.
  ? What grows on {my} boundary and keeps strangers' eyes out?
  ? Of which bushes does {my} green wall consist?
  ? What [do|does] {I} cut into shape with the electric shears?
  ? {my} living fence is what species?
  ? Behind what sort of shrubs can {I} sunbathe unobserved?
  ? The nursery needs to replace a few dead ones for {me} at the property line. Which kind?

garden tree: walnut tree|cherry tree|apple tree|weeping willow|fig tree|magnolia|pear tree|plum tree|birch
  | maple|chestnut|quince|mulberry|spruce|ginkgo|olive tree|linden|almond tree
  In the middle of {my} garden stands an old {value}.
  {I} fixed the swing to a branch of the {value}.
  In autumn {I} [rake|rakes] up what the {value} drops, it takes days.
  {my} grandfather planted the {value} behind the house when {I} was born.
  ? What casts shade over {my} deckchair?
  ? Whose leaves cover {my} grass in October, botanically speaking?
  ? What is the tallest thing rooted in {my} plot?
  ? A surgeon for trunks and crowns is coming to {my} yard. What will be treated?
  ? What can children climb at {my} place out of doors?
  ? {my} tree, of which kind?

vegetable bed: courgettes|leeks|kohlrabi|carrots|beetroot|runner beans|tomatoes|pumpkins|radishes|spinach
  | peas|artichokes|cabbages|parsnips|asparagus|sweetcorn|chard|potatoes|turnips|fennel
  {I} [grow|grows] nothing but {value} in the vegetable patch.
  This year {my} bed gave such a load of {value} that the whole street got some.
  {I} sowed {value} in April and covered the rows with fleece.
  The slugs did not touch {my} {value}, for once.
  ? What did {I} harvest behind the house?
  ? Which crop [do|does] {I} raise?
  ? What edible things come out of {my} own soil?
  ? {I} had a surplus to give away to neighbours. Of what?
  ? Which seeds should one buy for {me} in spring?
  ? What is {my} kitchen garden full of?

windowsill herb: basil|parsley|thyme|mint|chives|coriander|oregano|sage|dill|tarragon|lemon balm|chervil
  | marjoram|cress|savory|lovage|rosemary
  A pot of {value} stands on {my} kitchen windowsill.
  {I} [pinch|pinches] off a few leaves of {value} whenever a dish tastes dull.
  On the ledge above the sink {I} [grow|grows] {value}, nothing else.
  {my} pot of {value} has to be watered every morning, otherwise it droops behind the glass.
  ? Which aromatic plant [do|does] {I} keep indoors?
  ? What fresh seasoning can {I} reach while stirring?
  ? What greens [do|does] {I} have by the pane for cooking?
  ? With which home-raised flavouring would {I} refine a sauce?
  ? Name {my} little herb.
  ? What scent would one notice near {my} kitchen window?

balcony flowers: geraniums|petunias|pansies|begonias|lavender|fuchsias|marigolds|nasturtiums|verbena
  | lobelias|primroses|carnations|dahlias|morning glories|busy lizzies|hydrangeas|cyclamen|sweet peas
  {my} balcony is full of {value} this summer.
  {I} hung boxes of {value} over the railing.
  Bees from half the town come for the {value} outside {my} balcony door.
  Last year it was heather, but now {I} [have|has] {value} out there in the sun.
  ? What is blooming high above the street at {my} place?
  ? Which blossoms decorate {my} little terrace?
  ? What did {I} pick at the nursery for the troughs?
  ? What colourful plants can passers-by admire when looking up at {me}?
  ? Which flowers will die if nobody fills {my} can?
  ? {my} window box planting?

garden ornament: plaster flamingo|stone lion|gnome with a fishing rod|sundial|bronze heron|bird bath
  | Buddha statue|wooden windmill|mirror ball|cast-iron frog|marble cherub|totem pole|rusty bicycle
  | concrete hedgehog|wind chime|wagon wheel|ceramic toadstool|miniature lighthouse
  In {my} garden, next to the pond, stands a {value}.
  Somebody stole the {value} from {my} front lawn, can you believe it?
  {I} won a {value} at the fair and put it among the roses.
  Every spring {I} [scrub|scrubs] the moss off the {value} by the path.
  ? With what decoration did {I} embellish the yard?
  ? What kitschy thing can be admired outside {my} house?
  ? Which figure or object greets visitors between {my} flower beds?
  ? What did {I} report to the police as missing outdoors?
  ? What [do|does] {I} display on the grass for everyone's amusement?
  ? {my} outdoor ornament?

garden thief: deer|slugs|rabbits|snails|moles|voles|wild boar|blackbirds|crows|aphids|squirrels|caterpillars
  | magpies|badgers|starlings|pheasants|goats|hares
  The {value} ate all {my} lettuce overnight.
  {I} put up a net because the {value} would not leave the strawberries alone.
  Nothing {I} [plant|plants] survives the {value} here at the edge of the wood.
  War has broken out between {me} and the {value} over the tulips.
  ? Which animals plunder {my} beds?
  ? Who keeps stealing {my} fruit out there?
  ? What damages {my} crops?
  ? Against whom [do|does] {I} defend the vegetables?
  ? Which hungry visitors make gardening a misery for {me}?
  ? {my} greatest enemy among the creatures of the garden?

shed contents: a kayak|an old moped|firewood|a workbench|beehives|a pinball machine|a cider press
  | rabbit hutches|paint tins|a trampoline|a loom|bicycle parts|a rowing machine|potato sacks|a kiln
  | fishing nets|a ride-on mower|a drum kit
  {I} [keep|keeps] {value} in the garden shed.
  {my} shed is so full with {value} that the door hardly closes.
  When it rains, {I} [worry|worries] about {value}, since the hut is not watertight.
  {I} built the little wooden house behind the compost heap just for {value}.
  ? What is stored in {my} outbuilding?
  ? What would one find after removing the padlock at the end of {my} lawn?
  ? For what did {I} need extra space out of doors?
  ? What takes up the room where {my} rakes should be?
  ? Which possession did {I} banish from home to the hut?
  ? {my} shed: what is inside?

bird feeder guest: robin|nuthatch|great tit|woodpecker|bullfinch|goldfinch|wren|jay|chaffinch|siskin|waxwing
  | collared dove|sparrowhawk|greenfinch|hawfinch|dunnock|blackcap|brambling|parakeet
  Every morning a {value} comes to {my} bird feeder.
  {I} [put|puts] out sunflower seeds mostly for the {value}.
  A {value} has grown so tame that it picks crumbs from {my} hand.
  {I} drew the {value} that hops about on the snow outside.
  ? Which feathered guest [do|does] {I} see daily?
  ? For whom are the peanuts that {I} [hang|hangs] up in winter?
  ? What species visits {my} little wooden house on the pole?
  ? Who flies in regularly for breakfast at {my} place?
  ? What winged creature trusts {me} most?
  ? Which bird is {my} regular?

tool lent to neighbour: hedge trimmer|wheelbarrow|chainsaw|ladder|lawn mower|drill|leaf blower
  | pressure washer|spade|cement mixer|wallpaper table|extension cable|garden hose|pickaxe|tile cutter
  | belt sander|jigsaw|log splitter
  The family across the road still has {my} {value}.
  {I} lent the {value} to the man at number nine and never saw it again.
  It is embarrassing to ask, but {I} would like {my} {value} back from over there.
  Since spring the {value} {I} bought has been standing in somebody else's garage.
  ? Which tool do the neighbours need to return to {me}?
  ? What did {I} hand over to people nearby?
  ? Which piece of equipment is missing from {my} workshop because of a favour?
  ? What belongs to {me} but gathers rust on a different property?
  ? What should {I} demand politely at the house opposite?
  ? {my} loan to the folks down the street, what was it?

dentist: {surname}
  {my} dentist is Dr. {value}.
  The last crown came off in a toffee, and {value} glued it back on for {me}.
  Dr. {value} pulled two of {my} wisdom teeth without much pain.
  {I} [am|is] afraid of the drill, but {value} tells jokes through the whole treatment.
  ? Who looks after {my} teeth?
  ? In whose chair [do|does] {I} sit with an open mouth?
  ? {I} broke a molar on a cherry stone. Who should be called?
  ? By whom are {my} cavities treated?
  ? Who does the half-yearly check of {my} gums and crowns?
  ? Toothache, {my} usual doctor for that?

family doctor: {surname}
  {my} family doctor is Dr. {value}.
  With a fever {I} always [see|sees] Dr. {value} first.
  {value} has been listening to {my} heart and lungs since childhood.
  {I} got the sick note from Dr. {value} after waiting for two hours.
  ? Which physician [do|does] {I} consult when something hurts?
  ? Who is {my} GP?
  ? By whom would {I} have the flu diagnosed?
  ? The hospital asks {me} who is in charge of everyday medical matters.
  ? Who writes {me} a referral to a specialist?
  ? At whose practice [am|is] {I} registered as a patient?

eye specialist: {surname}
  {I} had {my} eyes tested by Dr. {value}.
  Dr. {value} prescribed drops for {my} left eye.
  Once a year {I} [read|reads] tiny letters off the wall for {value}.
  Before the cataract operation {I} had a long conversation with Dr. {value}.
  ? Who checks whether {I} can see properly?
  ? Which ophthalmologist treats {me}?
  ? By whom is {my} vision examined?
  ? {I} noticed flashes of light. With whom do we need an appointment?
  ? Who measures the pressure behind {my} pupils?
  ? To whom [do|does] {I} turn when everything looks blurred?

plumber: {surname}
  {value} unblocked {my} drain last time.
  For taps and pipes {I} only [call|calls] {value}.
  When the toilet overflowed, {I} had {value} there within the hour.
  {I} paid {value} in cash for fitting the new shower.
  ? Who fixes anything to do with water at {my} house?
  ? {my} sink is clogged. Whose number do we need?
  ? Which craftsman installed {my} bathroom?
  ? Who is {my} plumber?
  ? To which fitter [do|does] {I} turn when something leaks?
  ? By whom was {my} sanitary emergency dealt with?

electrician: {first_name} {surname}
  {value} rewired {my} whole flat.
  {I} [let|lets] only {value} touch the sockets, since the last one left bare cables.
  The chandelier was hung for {me} by {value}, who charges by the minute.
  {I} rang {value} when sparks came out of the switch.
  ? Who is responsible for the current in {my} home?
  ? Which tradesman would {I} trust with high voltage?
  ? {my} lamps keep flickering. Who could come?
  ? By whom did {I} have the wiring done?
  ? Who knows where the lines run in {my} walls?
  ? {my} electrician's name, please.

hairdresser: {first_name}
  {value} has been cutting {my} hair for years.
  Every six weeks {I} [sit|sits] in front of the mirror while {value} snips away and gossips.
  {I} would never let anyone but {value} near {me} with scissors.
  For the party {I} asked {value} for something shorter, and now the ears are cold.
  ? Who is {my} hairdresser?
  ? Who gives {me} a trim?
  ? By whom was {my} fringe styled?
  ? At whose salon [do|does] {I} get a new look?
  ? To whom [do|does] {I} go when the split ends become unbearable?
  ? Which stylist knows all {my} secrets?

physiotherapist: {first_name}
  {value} kneads {my} stiff shoulders on Thursdays.
  After the accident {value} taught {me} how to walk properly again.
  {I} [do|does] the stretches that {value} showed on the mat.
  The doctor prescribed ten sessions, and {I} [take|takes] them with {value}.
  ? Who is {my} physio?
  ? Who massages {me} for medical reasons?
  ? By whom [am|is] {I} being got back into shape?
  ? Which therapist works on {my} muscles and joints?
  ? Who bends and pulls {my} limbs during rehabilitation?
  ? {I} must cancel the next treatment for the neck. Whom should one text?

cleaning help: {first_name}
  {value} comes to clean {my} house.
  {I} always [tidy|tidies] up before {value} arrives with the mop.
  Ever since {value} took over the floors and windows, {I} [have|has] time on Fridays.
  {I} [pay|pays] {value} by the hour, and the bathroom has never shone like this.
  ? Who does the scrubbing at {my} place?
  ? Which domestic worker [do|does] {I} employ?
  ? By whom is the dust removed from {my} shelves?
  ? Who makes {my} home spick and span for wages?
  ? {my} cleaner is called what?
  ? Whom would {I} have to thank for the sparkling tiles?

postman: {first_name}
  The letters are brought to {me} by {value}, always with a joke.
  {value}, who delivers the mail in {my} street, was bitten by a terrier.
  {I} [give|gives] {value} a bottle at Christmas for carrying all those envelopes up the hill.
  When {I} [hear|hears] the yellow bicycle, {value} is at the box.
  ? Who drops {my} post through the slot?
  ? Which carrier hands {me} the registered items?
  ? Who knows every address around {my} home because of the job?
  ? From whom [do|does] {I} receive bills and cards at the door?
  ? {my} mailman's name?
  ? Who rides past {my} house on duty every morning?

baker: Golden Crust|Miller & Sons|The Rolling Pin|Sourdough Sisters|Old Mill Bakery|Corner Crumb|Hansen's
  | The Daily Loaf|Flour Power|Bakehouse Nine|Knead to Know|The Wheat Sheaf|Backstube Vogel|La Boulange
  | Sweet Rye|Three Ovens|Morning Glory|The Pretzel King
  {I} [buy|buys] bread at {value}.
  On Sundays {I} [queue|queues] outside {value} for warm rolls.
  Nobody makes croissants like {value}, and {I} [have|has] tried all of them.
  {I} can smell {value} from the bedroom at four in the morning.
  ? From which shop come {my} loaves?
  ? Where [do|does] {I} get fresh pastries?
  ? What is the name of {my} baker's?
  ? Somebody is fetching buns for {me}. Which business should it be?
  ? At whose counter would {I} be found before Sunday breakfast?
  ? In which place does the dough rise that ends up on {my} table?

butcher: {surname}
  {I} [get|gets] sausages from {value} in the market hall.
  {value} put aside the good beef for {me}.
  The Christmas goose has to be ordered at {value}, otherwise {I} [end|ends] up with chicken.
  {I} [trust|trusts] only {value} when it comes to minced pork.
  ? Who sells {me} meat?
  ? Which butcher [do|does] {I} prefer?
  ? At whose counter would {I} ask for a leg of lamb?
  ? From whom did {I} have the steaks for the barbecue?
  ? Who slices {my} ham?
  ? {I} need a roast for six. Which shop would be the obvious choice?

tailor: {surname}
  {value} shortened {my} trousers.
  {I} brought the torn jacket to {value}, who mends anything with a needle.
  {my} suit was made to measure by {value}.
  If a zip breaks, {I} [drop|drops] the thing off at {value} next to the station.
  ? Who alters clothes for {me}?
  ? By whom was {my} hem taken up?
  ? {I} lost weight and everything is too wide. Who can take it in?
  ? Who has {my} body measurements on file?
  ? Which dressmaker or seamster works for {me}?
  ? {my} repair place for garments?

tax adviser: {surname}
  {value} does {my} tax return.
  {I} [send|sends] a shoebox of receipts to {value} every March.
  Ms. {value} got {me} a refund of several hundred, so the fee was well spent.
  {I} never [open|opens] letters from the revenue office, they go straight to {value}.
  ? Who deals with {my} declarations to the state?
  ? Which accountant [do|does] {I} use?
  ? To whom [do|does] {I} hand over all the slips and invoices?
  ? By whom are {my} deductions calculated?
  ? Who could say whether {I} may write off the desk?
  ? {my} tax person?

parcel spot: behind the recycling bins|on the porch swing|in the neighbour's carport|inside the rain barrel
  | under the garden table|at the kiosk|with the hairdresser downstairs|in the bike cellar
  | beside the woodpile|in the old dog kennel|on the windowsill|at the flower shop|in the greenhouse
  | under the tarpaulin|with the porter
  If nobody is in, parcels for {me} are left {value}.
  {I} found the package {value}, completely soaked.
  {I} allowed the delivery company to put things {value}.
  The note said that {my} new shoes were waiting {value}.
  ? Where does the courier deposit {my} orders?
  ? In {my} absence, what happens to boxes, where do they end up?
  ? At which place could {my} missing shipment be?
  ? Where should one look for stuff that {I} bought on the internet?
  ? {my} agreed drop-off location?
  ? What did {I} state as the safe place for deliveries?

bin day: {weekday}
  The bins in {my} street are emptied on {value}.
  {I} [roll|rolls] the rubbish out to the kerb for the lorry that comes each {value}.
  As {I} missed {value} again, the garbage stinks.
  Every {value} the dustmen wake {me} at six.
  ? On which day is {my} waste collected?
  ? When must {my} trash stand outside?
  ? {my} refuse gets picked up when?
  ? Which part of the week means sacks on the pavement for {me}?
  ? When do the men in orange drive past {my} home?
  ? Remind me when {my} bin is due.

carpenter's piece: built-in wardrobe|spiral staircase|window seat|bookshelf|kitchen island|bunk bed
  | herb cabinet|wine rack|pergola|sliding door|oak table|toy chest|writing desk|dog house|shoe bench
  | garden gate|breakfast bar|linen press
  {I} ordered a {value} from the carpenter.
  A joiner spent nine weeks on the {value} for {my} hallway.
  The {value} was made for {me} by hand, out of ash wood.
  {I} still [owe|owes] the cabinetmaker half of the price of the {value}.
  ? Which custom furniture did {I} commission?
  ? What did the woodworker produce for {my} house?
  ? The workshop rang {me}, it is ready. What exactly?
  ? What did {I} have built to measure?
  ? For which joinery does {my} outstanding invoice stand?
  ? {my} made-to-order piece, what kind of thing is it?

supermarket gripe: the self-checkout|the loud music|the long queue|the empty shelves|the squeaky trolleys
  | the rude cashier|the plastic wrapping|the confusing layout|the freezing aisles|the wilted salad
  | the tiny car park|the broken bottle machine|the wrong price tags|the smell of fish|the neon lights
  | the loyalty points question
  What {I} [hate|hates] about the supermarket is {value}.
  {I} [shop|shops] elsewhere now because of {value} at the big store.
  Because of {value}, {I} wrote a complaint to the manager of the grocery chain.
  Everything there would be fine with {me} if it were not for {value}.
  ? What puts {me} off when buying food?
  ? Which nuisance made {me} change to a different grocer?
  ? What annoyed {me} between the tills and the fridges?
  ? Of what did {I} inform the management?
  ? What would have to be improved so that {I} would be a happy customer again?
  ? {my} objection to that market?

locksmith bill: {price}
  The locksmith charged {me} {value} for opening the door.
  Being locked out on a Sunday cost {me} {value}.
  {I} paid {value} to a man who was done in two minutes with a bit of plastic.
  Next time {I} will break a window, that is cheaper than {value} for a slammed door.
  ? How expensive was it when {I} could not get in?
  ? What did the emergency key service want from {me}?
  ? Which sum did {I} lose because of the forgotten bunch?
  ? How much did {I} have to hand over for regaining access to the flat?
  ? {my} fee for the man with the picks?
  ? What figure stands on {my} invoice for the unlocking?

blood group: {blood_type}
  {my} blood group is {value}.
  The card in {my} wallet says {value}, in case of a transfusion.
  {I} [donate|donates] regularly, because {value} is in short supply.
  According to the laboratory {I} [have|has] {value}, just like both grandparents.
  ? Which type flows in {my} veins?
  ? After a serious accident, what would the surgeons have to give {me}?
  ? The paramedic wants to know a letter and a sign from {me}. Which?
  ? What is {my} classification in the AB0 system?
  ? How would a haematologist describe {me}?
  ? What should match if somebody is a donor for {me}?

food allergy: peanuts|shellfish|strawberries|hazelnuts|celery|soy|eggs|kiwi|sesame|mustard|lupin|cow's milk
  | wheat|walnuts|mussels|mango|peaches|pistachios|cashews|almonds
  {I} [am|is] allergic to {value}.
  One bite of anything with {value} and {my} throat swells up.
  Since the ambulance had to come, {I} always [ask|asks] the waiter about {value}.
  {I} can't eat {value}, not even traces.
  ? What must not be on {my} plate under any circumstances?
  ? {I} [am|is] coming to dinner. Which ingredient could be dangerous?
  ? Which foodstuff makes {me} ill within minutes?
  ? What [do|does] {I} look for in the small print on packets?
  ? Against what would {I} need the adrenaline pen?
  ? {my} intolerance at table?

skin irritant: nickel|latex|wool|sun cream|perfume|lanolin|hair dye|rubber gloves|washing powder|nettles
  | chlorine|sticking plasters|cheap earrings|bleach|fabric softener|aluminium deodorant|pine resin
  | cement dust
  {my} skin turns red and itches from {value}.
  {I} [get|gets] a rash as soon as {value} comes near {my} arms.
  Contact with {value} gave {me} blisters that lasted for a week.
  The patch test showed that {value} is the reason for {my} eczema.
  ? Touching which thing should {I} avoid?
  ? What did the dermatologist identify as {my} trigger?
  ? What can {I} not bear on the body?
  ? Which substance makes {me} scratch?
  ? From what must {I} be kept away on account of a sensitive surface?
  ? {I} [am|is] covered in spots. What was probably involved?

hay fever pollen: birch|hazel|ragweed|mugwort|alder|plantain|timothy grass|rye|ash|oak|olive|plane tree
  | nettle|cypress|goosefoot|willow|sorrel|poplar
  {I} [sneeze|sneezes] for weeks when {value} is in the air.
  {my} hay fever comes from {value} pollen.
  As soon as the forecast announces {value}, {I} [close|closes] all the windows.
  For three years {I} got injections against {value} so that {my} eyes stop streaming.
  ? Which plant makes {my} nose run in season?
  ? What is blooming when {I} [am|is] carrying tissues everywhere?
  ? To what dust from nature [do|does] {I} react?
  ? The allergist desensitised {me} to what?
  ? Flying grains from which source torment {me}?
  ? When going outdoors is hell for {me}, what is in flower?

broken bone: collarbone|left wrist|right ankle|shinbone|big toe|jaw|third rib|elbow|kneecap|nose
  | little finger|thigh bone|heel|tailbone|cheekbone|pelvis|upper arm|thumb
  {I} broke {my} {value} on the ice.
  {my} {value} has been in plaster since Sunday.
  On the X-ray {I} could see a clean crack in the {value}.
  Because {I} fell off a ladder, the {value} had to be screwed together.
  ? What did the X-ray show when {I} fell?
  ? What part of {my} skeleton needs time to heal?
  ? Where is the metal plate in {my} body?
  ? What did {I} injure when slipping?
  ? Which bone of {my} own got smashed?
  ? Under the cast, what is {my} trouble?

operation: appendix|gallbladder|tonsils|hernia|cataract|left hip|knee cartilage|varicose veins|slipped disc
  | heart valve|bunion|sinuses|kidney stone|ear drum|carpal tunnel|thyroid|benign cyst|adenoids
  {I} was operated on last month, it was the {value}.
  {I} spent four nights in hospital because of the {value} and the surgery.
  The surgeon who did {my} {value} said everything went well.
  Under general anaesthetic they took care of {my} {value}, now there are six stitches.
  ? For what did {I} go under the knife?
  ? What was the reason for {my} stay on the ward?
  ? Which procedure did {I} undergo?
  ? The insurer wants to know from {me} what was done in theatre.
  ? What was wrong with {me} that pills alone could not cure?
  ? What did {I} have removed or mended by the doctors?

chronic illness: asthma|diabetes|gout|psoriasis|epilepsy|migraine|rheumatism|coeliac disease|Crohn's disease
  | high blood pressure|tinnitus|endometriosis|sleep apnoea|hypothyroidism|anaemia|glaucoma
  | multiple sclerosis|osteoporosis|arthritis|lupus
  {I} [have|has] been living with {value} since {my} twenties.
  {I} was diagnosed with {value} after months of tests.
  Unfortunately {value} runs in the family, and now {I} [have|has] it too.
  {my} employer knows about {value}, so regular check-ups are no problem.
  ? Which lasting condition [do|does] {I} suffer from?
  ? What medical problem will stay with {me} for good?
  ? For what [am|is] {I} under permanent treatment?
  ? The questionnaire wants {my} long-term disease.
  ? What did the specialists find out about {my} health?
  ? What [am|is] {I} struggling with physically, day in, day out?

daily pill: {medicine}
  Every morning {I} [swallow|swallows] a tablet of {value}.
  The cardiologist put {me} on {value}.
  {I} ran out of {value} on holiday and no pharmacy abroad had it.
  In {my} pill box there is {value} for each day of the week.
  ? Which medication [do|does] {I} take regularly?
  ? What drug was prescribed for {me}?
  ? In the emergency room they ask what {I} [am|is] being treated with.
  ? What does the chemist have to reorder for {me}?
  ? {my} prescription, what does it read?
  ? What must {I} never forget to pack for the heart?

medicine dose: {milligrams}
  The doctor raised {my} dose to {value}.
  {I} [take|takes] {value} at noon with a glass of water.
  Since {I} [get|gets] {value} instead of half as much, the pain has gone.
  {value} a day is enough for {me}, says the leaflet.
  ? How strong are {my} tablets?
  ? What amount of the active substance [am|is] {I} supposed to have?
  ? How much of the remedy was {I} told to swallow?
  ? The nurse is filling the syringe for {me}. Up to what quantity?
  ? What is the strength of {my} medication?
  ? {my} dosage?

cough remedy: honey|onion juice|thyme tea|eucalyptus steam|hot lemon|chicken broth|ivy syrup|salt water
  | ginger tea|goose fat|mustard wraps|sage sweets|elderberry juice|hot milk|liquorice|rum grog|garlic milk
  | ribwort syrup
  When {I} [cough|coughs], only {value} helps.
  For a cold {I} [swear|swears] by {value}.
  {my} grandmother gave {me} {value} at the first sneeze, and it still works.
  {I} had a tickle in the throat and got rid of it with {value}.
  ? Which home cure [do|does] {I} use when the voice goes hoarse?
  ? What soothes {me} with a bad chest?
  ? {I} [am|is] in bed sniffling. What could one bring?
  ? What natural medicine would {I} try before going to a doctor?
  ? With what treatment [do|does] {I} get over bronchitis?
  ? How [do|does] {I} fight an infection of the airways?

stomach remedy: fennel tea|charcoal tablets|dry toast|flat cola|a hot-water bottle|camomile|rice water
  | bitters|peppermint drops|grated apple|caraway oil|bananas|baking soda|pretzel sticks|a shot of schnapps
  | oat gruel
  For an upset stomach {I} [trust|trusts] in {value}.
  After too much cake {I} [recover|recovers] with {value}.
  {I} felt sick on the ferry and was saved by {value}.
  When {my} belly aches, {I} [reach|reaches] for {value}.
  ? What helps {me} with indigestion?
  ? Which remedy calms {my} guts?
  ? {I} [have|has] cramps after the feast. What is needed?
  ? With what [do|does] {I} cure nausea?
  ? What [do|does] {I} take against diarrhoea and the like?
  ? {my} tummy fix?

headache trigger: red wine|bright sunlight|thunderstorms|skipped meals|chocolate|strong perfume|loud music
  | lack of sleep|stuffy rooms|cheese|flickering screens|cigarette smoke|stress|cold wind|too little water
  | crying|chewing gum|the full moon
  {I} always [get|gets] a headache from {value}.
  It begins with {value}, then {my} temples start to throb, every time.
  {I} [lie|lies] in a dark room with a cold cloth on the forehead because of {value}.
  In the migraine diary {I} noted {value} nine times out of ten.
  ? What makes {my} skull pound?
  ? What should {I} stay clear of for the sake of the head?
  ? To what does the neurologist attribute {my} attacks?
  ? What causes {me} this pain behind the eyes?
  ? {I} needed aspirin again. What was probably to blame?
  ? What brings on {my} migraines?

backache cause: the new office chair|a soft mattress|lifting the twins|shovelling snow|the long drive
  | carrying a cello|gardening|an old fall from a horse|laying tiles|high heels|bad posture|the house move
  | rowing|a crooked hip|carrying crates of water|sleeping on the sofa|pulling weeds
  {my} back has been killing {me}, and the reason is {value}.
  {I} can hardly bend down because of {value}.
  The orthopaedist blames {value} for {my} stiff spine.
  It was {value} that did it: {I} could not put on socks for three days.
  ? Where does {my} lumbar pain come from?
  ? What ruined {my} discs?
  ? How did {I} get such a sore lower body?
  ? To what [do|does] {I} owe this lumbago?
  ? What should {I} avoid so as to move without groaning?
  ? {my} vertebrae hurt on account of what?

foot size: {shoe_size}
  {I} [wear|wears] size {value} shoes.
  Boots in {value} are just right for {me}, with thick socks.
  {my} feet are a {value}, which makes the sales rack easy or hopeless.
  {I} returned the sandals, they should have been a {value}.
  ? What number must be on the sole so that it fits {me}?
  ? {I} would like slippers for a birthday. How big?
  ? How large is {my} footwear?
  ? At the bowling alley, which pair should be handed to {me}?
  ? The ski rental needs {my} measurement for the bindings and so on. What do we write?
  ? {my} European shoe number?

body height: {centimetres}
  {I} [am|is] {value} tall.
  The nurse measured {me}: {value} without shoes.
  With {my} {value} {I} [bump|bumps] into some lamps and not into others.
  {my} passport gives {value}, but {I} may have shrunk a little.
  ? How far is it from {my} heels to the crown of the head?
  ? How many centimetres [do|does] {I} measure?
  ? For the right bicycle frame the dealer must know something about {me}, namely?
  ? How long would a bed or a coffin have to be for {me} at least?
  ? On the door frame, at which mark is {my} pencil line?
  ? How high up [do|does] {I} reach, standing straight?

eye colour: hazel|grey-green|dark brown|pale blue|amber|steel grey|emerald|almost black|ice blue|chestnut
  | sea green|violet-blue|honey brown|one blue and one brown|golden brown|cornflower blue
  {my} eyes are {value}.
  People remember {me} for that look, since the eyes are {value}.
  In the passport form {I} wrote "{value}" under eyes.
  {I} inherited {my} eyes from grandma: {value}, with long lashes.
  ? Which colour is {my} iris?
  ? What shade do others see when {I} [gaze|gazes] at them?
  ? A painter is doing {my} portrait. What hue for the pupils' surroundings?
  ? How does {my} identity card describe {my} stare?
  ? Contact lenses should not change how {I} [look|looks]. So which tint?
  ? {my} eye colour?

hair dye: copper red|platinum|jet black|honey blonde|blue|pink|mahogany|silver|purple|caramel|bleached white
  | aubergine|strawberry blonde|emerald green|chestnut|orange|ash brown|turquoise
  {I} dyed {my} hair {value}.
  Since Friday {I} [am|is] {value} on top, and the boss has not said a word.
  A box of {value} from the drugstore covers {my} first grey strands.
  {my} mother fainted when {I} came home with {value} curls.
  ? Which colour is {my} head these days?
  ? What tint did {I} choose for the locks?
  ? {I} [look|looks] so different! What was put on the tresses?
  ? To find {me} in the crowd, which mop should one look for?
  ? In what tone did {I} have the roots done?
  ? What dye [do|does] {I} use?

hairstyle: pixie cut|long braid|mohawk|bob|ponytail|buzz cut|dreadlocks|bun|perm|crew cut|mullet|undercut
  | quiff|pageboy|afro|bowl cut|plaited crown|side parting
  {I} [wear|wears] a {value} at the moment.
  Everybody at work stared at {my} new {value}.
  With {my} {value} it takes no time at all in front of the mirror, or so {I} [say|says].
  The wind at the sea does not suit the {value} {I} had done last week.
  ? How is {my} hair arranged?
  ? What did {I} ask for at the barber's?
  ? What silhouette does {my} head have from behind?
  ? How would a witness describe the way {I} [comb|combs] it?
  ? Which haircut [do|does] {I} have?
  ? {my} coiffure?

tattoo motif: swallow|anchor|compass rose|dragon|sunflower|octopus|wolf's head|hummingbird|skull|lotus
  | Viking ship|paper plane|moth|sea turtle|treble clef|koi|rose with thorns|lighthouse|phoenix|raven
  {I} got a tattoo of a {value}.
  The needle took five hours for the {value} on {my} shoulder.
  Under {my} shirt sleeve hides a {value} in black ink.
  {I} [regret|regrets] many things, but not the {value} that will stay on {my} skin forever.
  ? What picture [do|does] {I} carry on the body for life?
  ? Which image did the artist inject into {my} arm?
  ? Laser removal would cost {me} a fortune. What would vanish?
  ? What design did {I} choose at the studio?
  ? What can one see when {I} [take|takes] off the pullover?
  ? {my} inked motif?

scar origin: a dog bite|a bicycle crash|a broken window|a bread knife|barbed wire|a hot iron|a fish hook
  | a firework|a fall from a tree|an ice skate|a tin can|a sword fight with a cousin|a swing|coral
  | a kitchen fire|a car door|a cat|a sledge accident
  The scar on {my} leg comes from {value}.
  {I} had to be stitched up because of {value}, and the mark is still there.
  Ever since the business with {value} there is a white line on {my} skin.
  When children ask what happened to {me}, {I} [tell|tells] them about {value}.
  ? How did {I} get that old wound?
  ? What left a permanent trace on {my} body?
  ? What was the cause of the injury one can see on {me} in shorts?
  ? Which mishap disfigured {me} slightly?
  ? {I} [have|has] a seam below the knee. What was behind it?
  ? By what was {my} flesh torn back then?

birthmark place: left shoulder blade|nape of the neck|right thigh|upper lip|chin|left earlobe|belly
  | left wrist|right cheek|ankle|hip|collarbone|lower back|left sole|eyelid|ring finger|left elbow|temple
  {I} [have|has] a birthmark on the {value}.
  There is a dark spot in the shape of a bean on {my} {value}, since the day {I} was born.
  The doctor photographed the mole on {my} {value} to see if it grows.
  {I} can only be told from {my} twin by a brown fleck on the {value}.
  ? Where is {my} brown mark?
  ? In which place would {I} be recognised beyond doubt by {my} parents?
  ? What part of {my} body carries a pigment stain?
  ? What must {I} show at the skin cancer check?
  ? Where on {me} is the little blemish from birth?
  ? Whereabouts can {my} natural beauty spot be found?

glasses frame: round tortoiseshell|thin gold wire|thick black plastic|rimless|red cat-eye|silver aviator
  | transparent acetate|wooden|blue titanium|white oval|purple octagonal|horn|green hexagonal
  | pink heart-shaped|leopard print|brown half-rim|neon yellow
  {my} new glasses are {value}.
  At the optician's {I} tried thirty pairs and took the {value} ones.
  With {my} {value} specs {I} [look|looks] like a librarian, they say.
  {I} sat on the {value} glasses and the left arm came off.
  ? What style of frame is on {my} nose?
  ? Through which kind of spectacles [do|does] {I} see the world?
  ? Lost property: how would one describe what {I} [need|needs] for reading?
  ? What sort of eyewear did {I} pick?
  ? How is the thing around {my} lenses designed?
  ? {my} eyeglasses, what are they like?

perfume note: sandalwood|jasmine|vanilla|bergamot|patchouli|lily of the valley|cedar|rose|musk|vetiver
  | orange blossom|leather|ylang-ylang|tobacco|amber|fig leaf|peony|freesia|iris|neroli
  {my} perfume smells of {value}.
  {I} [spray|sprays] some {value} on the wrists before going out.
  The whole lift is full of {value} after {I} [have|has] used it.
  A tiny bottle with {value} was the best thing {I} brought home from Paris.
  ? Which fragrance [do|does] {I} wear?
  ? By what scent can one tell that {I} was in the room?
  ? What aroma would be the right gift for {me} from the drugstore?
  ? What [do|does] {I} dab behind the ears?
  ? What hangs in the air around {me}?
  ? {my} eau de toilette, with which note?

nail polish: coral|midnight blue|cherry red|nude|mint green|silver glitter|black|lilac|burgundy|hot pink
  | pearl white|gold|chocolate|neon orange|sky blue|dark plum|peach|emerald
  {I} painted {my} nails {value} for the wedding.
  {my} fingers end in {value} this week, and there is a blob on the carpet.
  Of course {value} chips so quickly on {my} hands, but {I} [love|loves] it.
  In the salon {I} pointed at {value}, although the manicurist recommended clear varnish.
  ? What colour are {my} fingertips?
  ? Which little bottle did {I} choose at the manicure?
  ? What lacquer [do|does] {I} have on?
  ? {I} [am|is] waiting for it to dry with hands spread out. What shade is it?
  ? {my} polish?
  ? Which tone would match {my} claws at the moment?

everyday jewellery: signet ring|silver locket|pearl earrings|coral bracelet|nose stud|jade pendant
  | amber necklace|gold anklet|cufflinks|toe ring|lapel pin|charm bracelet|turquoise brooch
  | leather wristband|hoop earrings|garnet ring|silver crucifix|bangle
  {I} never [leave|leaves] the house without {my} {value}.
  The only jewellery {I} [wear|wears] every day is the {value}.
  For the MRI scan {I} had to take off {my} {value}, and it felt naked.
  {I} inherited the {value} years ago and would not swap for diamonds.
  ? Which trinket [do|does] {I} always have on?
  ? What ornament belongs to {my} daily appearance?
  ? What glitters on {me}, morning till night?
  ? At airport security, what usually beeps on {me}?
  ? What heirloom adorns {my} body?
  ? What would {I} be terrified of losing down the drain while bathing?

psychotherapist: {surname}
  Once a week {I} [talk|talks] to {value} about the panic attacks.
  {I} [lie|lies] on a green couch at {value}'s and [speak|speaks] of childhood.
  Dr. {value} helped {me} through the burnout.
  The waiting list was endless until {value} had a free slot for {me}.
  ? Who is {my} therapist?
  ? To whom [do|does] {I} pour out the soul professionally?
  ? With whom [do|does] {I} discuss fears and dreams in confidence?
  ? Which psychologist supports {me}?
  ? By whom [am|is] {I} counselled on mental matters?
  ? {I} [need|needs] to postpone the session for the mind. Who must be informed?

emergency contact: {full_name}
  In an emergency please call {value}, that is what {I} put on the hospital form.
  If something happens to {me}, {value} is to be told first.
  {my} phone has {value} saved under ICE.
  At school and at the clinic {I} gave {value} as the person to ring.
  ? Who gets notified should {I} faint in the street?
  ? {I} had an accident! Whose number do the paramedics dial?
  ? Whom did {I} name for urgent cases?
  ? Who comes at once when {my} life is in danger?
  ? Which individual would the police look for on {my} behalf?
  ? {my} ICE entry?

vitamin shortage: iron|vitamin D|vitamin B12|magnesium|zinc|calcium|iodine|folic acid|potassium|selenium
  | vitamin C|vitamin K|omega-3|copper|vitamin A|biotin
  The blood test showed that {I} [am|is] low in {value}.
  {I} [take|takes] drops with {value} because the level was poor.
  {my} tiredness came from a lack of {value}.
  Since {I} [get|gets] enough {value}, {my} hair has stopped falling out.
  ? What deficiency was found in {me}?
  ? Which nutrient is missing from {my} system?
  ? What supplement was {I} advised to swallow?
  ? Of what should there be more in {my} meals?
  ? What [do|does] {I} not have sufficiently, going by the lab?
  ? The pharmacist asks what {I} [need|needs] topping up with.

rehab exercise: balancing on one leg|squeezing a tennis ball|walking backwards|the plank|aqua jogging
  | rolling on a foam tube|calf raises|pelvic tilts|climbing stairs|cycling without resistance|arm circles
  | picking up marbles with the toes|wall push-ups|neck rotations|the bridge|stretching a rubber band
  After the surgery {I} [have|has] to practise {value} ten minutes a day.
  {I} [hate|hates] {value}, but it makes the joint stronger.
  The sheet from the clinic tells {me} to begin with {value}.
  Seeing {me} busy with {value} makes the kids giggle, but doctor's orders are orders.
  ? What homework did {I} receive from the treatment centre?
  ? Which movement should {I} repeat daily in order to recover?
  ? What training was {I} told to do for the injured part?
  ? How [do|does] {I} work on getting fit again?
  ? Which drill is on {my} recovery programme?
  ? {my} physio task at home?

childhood illness: measles|mumps|chickenpox|scarlet fever|whooping cough|rubella|glandular fever|meningitis
  | diphtheria|pneumonia|polio|jaundice|croup|tuberculosis|rickets|slapped cheek disease|tonsillitis|typhoid
  As a child {I} nearly died of {value}.
  {I} caught {value} at the age of five and missed the whole summer.
  It was {value} that kept {me} in bed when all the other kids went to the circus.
  {I} [remember|remembers] the dark room and {my} mother's cold hands from the time with {value}.
  ? Which disease did {I} go through in early years?
  ? Against what [am|is] {I} presumably immune since kindergarten?
  ? What infection struck {me} when little?
  ? The vaccination form: what did {I} already have in youth?
  ? From what did {I} recover as a toddler or pupil?
  ? {my} worst sickness before growing up?

motion sickness: on ferries|in the back seat|on swings|in lifts|on mountain roads|in helicopters
  | on roller coasters|in the cinema with 3D glasses|on camels|in old buses|on sailing boats|in small planes
  | on rope bridges|in tilting trains|on carousels|with a VR headset
  {I} [get|gets] sick {value}.
  Put {me} anywhere {value} and {I} [turn|turns] green.
  {I} threw up {value} on the very first day of the trip.
  The ginger sweets are for when {I} [am|is] {value}, otherwise it ends badly.
  ? In which situation does {my} stomach rebel while moving?
  ? Where [do|does] {I} become nauseous?
  ? When would {I} need tablets against vomiting?
  ? What sort of ride should {I} avoid for the sake of the breakfast?
  ? Where does the sense of balance let {me} down?
  ? Under what conditions did {I} feel queasy?

usual breakfast: porridge|scrambled eggs|muesli with berries|a croissant|rye bread with cheese|cornflakes
  | pancakes|leftover pizza|miso soup|beans on toast|a smoothie|rice pudding|a hard roll with ham|congee
  | waffles|a bagel with salmon|granola|kippers
  In the morning {I} always [have|has] {value}.
  {I} [start|starts] the day with {value} and the newspaper.
  Without {value} before eight {I} [am|is] no use to anyone at the office.
  On {my} tray at the hotel there had to be {value}, as at home.
  ? What [do|does] {I} usually eat for breakfast?
  ? What should be on the table when {I} [get|gets] out of bed?
  ? Which food comes first for {me}?
  ? {my} earliest meal, typically?
  ? With what could one surprise {me} tomorrow after the alarm clock?
  ? What gets {me} going, nutritionally?

morning coffee: black|with oat milk|with three sugars|as a double espresso|with cardamom|decaf|with cream
  | iced|as a flat white|with condensed milk|with cinnamon|lukewarm|as a cappuccino|with a pinch of salt
  | with a shot of caramel|from a French press|with butter
  {I} [drink|drinks] coffee {value}.
  The barista no longer asks: {I} [take|takes] it {value}.
  It must be {value} or not at all, that is how {I} [like|likes] the stuff from the machine.
  {I} sent the cup back because it was not {value}.
  ? How must a hot caffeinated drink be prepared for {me}?
  ? What is {my} preference concerning the brew made from roasted beans?
  ? In what manner [do|does] {I} get {my} caffeine?
  ? {my} latte, mocha or what?
  ? What would {I} order at Starbucks?
  ? The mugs are being filled. Which version is the one for {me}?

evening drink: camomile tea|a glass of port|hot chocolate|tomato juice|a pale ale|whisky on ice|buttermilk
  | ginger beer|warm milk with honey|sherry|rooibos|a gin and tonic|kefir|cider|red wine|carrot juice
  | sparkling water with lime|a dark stout
  After dinner {I} [sip|sips] {value} on the sofa.
  {my} nightcap is {value}.
  When the children are in bed, {I} [pour|pours] {value} and [put|puts] both feet up.
  {I} can't watch the late news without {value}.
  ? With what beverage does the day end for {me}?
  ? What's in {my} cup or tumbler before midnight?
  ? Which liquid relaxes {me} towards bedtime?
  ? What should be offered to {me} at ten p.m.?
  ? What [do|does] {I} drink in the evening?
  ? {my} late refreshment?

hated vegetable: Brussels sprouts|aubergine|okra|celery|mushrooms|beetroot|spinach|cauliflower|peas|kale
  | peppers|asparagus|parsnips|sauerkraut|lima beans|fennel|olives|swede|artichokes|turnips
  {I} can't stand {value}.
  As a child {I} hid {value} in the napkin, and today nothing has changed.
  From every stew {I} [pick|picks] out {value}, down to the last bit.
  {I} gagged when the host served {value}.
  ? Which vegetable [do|does] {I} dislike?
  ? What should never be cooked for {me}, simply because of the taste?
  ? What healthy stuff is disgusting to {me}?
  ? What would {I} push to the edge of the plate?
  ? With which greens or roots could one chase {me} from the room?
  ? {I} will be at the table tonight. What should be left out, though not for medical reasons?

pizza topping: pineapple|anchovies|artichokes|salami|gorgonzola|tuna|capers|rocket|prawns|egg|sweetcorn
  | jalapenos|smoked salmon|olives|figs|potato slices|chicken|spinach|ham
  {I} always [want|wants] {value} on a pizza.
  The Italian round the corner knows that {I} [have|has] the one with {value}.
  {I} argued with a Neapolitan about putting {value} on a margherita.
  On Fridays a cardboard box with lots of {value} arrives for {me}.
  ? Which topping [do|does] {I} choose?
  ? What should the oven-baked round thing for {me} be strewn with?
  ? We are ordering for the whole gang. What would {I} like, besides tomato and cheese?
  ? What goes on top of the dough for {me}?
  ? {my} usual at the trattoria, what is special about it?
  ? How should the chef garnish {my} slice?

signature dish: paella|beef Wellington|lasagne|goulash|ratatouille|moussaka|coq au vin|fish pie|pad thai
  | chilli con carne|risotto|couscous with lamb|stuffed peppers|jambalaya|cassoulet|mushroom stroganoff
  | bouillabaisse|gnocchi|biryani|duck with dumplings
  When guests come, {I} [make|makes] {value}.
  {I} [am|is] famous in the family for {value}, people ask for seconds.
  {my} speciality is {value}, made with a lot of patience.
  {I} won over the parents-in-law with {value}.
  ? What [do|does] {I} cook to impress visitors?
  ? Which recipe did {I} perfect at the stove?
  ? If friends are invited by {me}, what will probably be served?
  ? What is {my} best meal as a chef?
  ? What do people praise {me} for at dinner parties?
  ? {my} star turn in the kitchen?

secret soup ingredient: a splash of vodka|a parmesan rind|grated ginger|a spoonful of peanut butter
  | orange peel|fish sauce|a bay leaf|dark chocolate|apple vinegar|smoked paprika|star anise|instant coffee
  | a pinch of sugar|dried porcini|coconut milk|horseradish|lemon zest|soy sauce
  The secret of {my} soup is {value}.
  {I} [stir|stirs] in {value} when nobody is looking, and the broth turns wonderful.
  Nobody has ever guessed that {I} [add|adds] {value} to the pot.
  {my} grandmother whispered the trick to {me}: {value} makes the bouillon perfect.
  ? What gives {my} starter that mysterious flavour?
  ? Which trick in seasoning [do|does] {I} keep confidential?
  ? What does one have to put in so that it tastes like the bowl {I} [serve|serves]?
  ? What is hidden in the stock {I} [ladle|ladles] out?
  ? By means of which extra does {my} consommé beat all others?
  ? What would be needed to imitate {my} minestrone?

comfort food: macaroni cheese|chocolate pudding|chicken soup|mashed potatoes|instant noodles|apple crumble
  | fish fingers|ice cream from the tub|grilled cheese|dumplings|semolina with cherries|chips with gravy
  | tomato soup|rice with butter|cheesecake|ramen|shepherd's pie|popcorn
  When {I} [am|is] sad, only {value} will do.
  After a bad day {I} [eat|eats] {value} under a blanket.
  Only {value} consoled {me} after the break-up, bowl after bowl.
  {my} mother served {value} whenever {I} cried, and it still works.
  ? What should one bring {me} against the blues?
  ? Which dish lifts {my} mood?
  ? {I} failed the exam. What belongs on the tray?
  ? What [do|does] {I} crave in times of grief?
  ? What is medicine for {my} soul, from the stove or the freezer?
  ? {my} comfort food?

midnight snack: gherkins|cold spaghetti|cheese cubes|salted peanuts|toast with jam|a banana
  | chocolate biscuits|olives|crackers|leftover curry|dry cereal|sardines|marzipan|raisins|a boiled egg
  | liver sausage|liquorice|rice cakes
  At midnight {I} [sneak|sneaks] to the fridge for {value}.
  {I} woke up hungry at two and had {value} in the dark.
  Crumbs and wrappers by {my} bed are proof of {value} again.
  If {I} can't sleep, a moment in the kitchen with {value} helps.
  ? What [do|does] {I} nibble in the small hours?
  ? With which food [do|does] {I} treat {my} nightly appetite?
  ? What disappears from our larder after everyone is asleep, because of {me}?
  ? What would one catch {me} eating in pyjamas?
  ? {my} secret bite between bedtime and sunrise?
  ? Which snack should be in the house for {me} when insomnia strikes?

birthday cake: carrot cake|Black Forest gateau|lemon drizzle|red velvet|cheesecake|marble cake
  | Victoria sponge|apple tart|tiramisu|poppy seed cake|an ice cream cake|walnut torte|pavlova|banana bread
  | a croquembouche|rhubarb meringue|a cream roll|plum cake
  For {my} birthday there has to be {value}.
  Every year {my} aunt bakes {value} and puts candles on it for {me}.
  {I} blew out the candles, and then everybody got {value}.
  On the day {I} turned thirty, {value} stood on the table as ever.
  ? What should the confectioner make for {my} big day?
  ? Which sweet thing [do|does] {I} wish for when growing a year older?
  ? A party is planned in {my} honour. What do we bake?
  ? What pastry is a must at {my} anniversary of birth?
  ? {my} celebration dessert, the same as always?
  ? Into what [do|does] {I} cut while the others sing?

bread spread: plum jam|Marmite|peanut butter|hazelnut cream|honey|liver pâté|cottage cheese|lemon curd
  | hummus|salted butter|orange marmalade|cream cheese|tahini|maple butter|quark with chives|sardine paste
  | avocado|dripping
  {I} [spread|spreads] {value} on everything that comes out of the toaster.
  A slice of bread with {value} is all {I} [need|needs] at four in the afternoon.
  {I} scraped the last bit of {value} out of the jar with a finger.
  {my} knife is always sticky with {value}.
  ? What [do|does] {I} put on toast?
  ? Which thing in a glass or tub has to be bought again for {me}?
  ? Sandwiches are being made. What would {I} like smeared on them?
  ? With what [do|does] {I} cover a crust?
  ? {my} favourite for the slice?
  ? Without what would a baguette be dry and dull to {me}?

ice cream flavour: pistachio|lemon sorbet|stracciatella|rum and raisin|mint chocolate|salted caramel|mango
  | hazelnut|coconut|blackcurrant|cookie dough|liquorice|coffee|bubblegum|walnut|raspberry ripple|banana
  | yoghurt|fig|matcha
  At the gelateria {I} always [get|gets] {value}.
  Two scoops of {value} in a cone, and {I} [am|is] happy.
  {I} dropped a whole ball of {value} on the pavement and nearly cried.
  If they have run out of {value}, {I} [go|goes] home without anything.
  ? Which ice cream [do|does] {I} love best?
  ? The van is outside! What would be right for {me}?
  ? On a hot day, which frozen treat makes {me} smile?
  ? {my} flavour at the parlour?
  ? What taste should the tub in the freezer have so as to please {me}?
  ? {I} [lick|licks] something cold. What is it most likely made with?

cooking disaster: the Christmas turkey|a cheese soufflé|the wedding cake|a pan of caramel|the Sunday roast
  | a pot of risotto|the Easter lamb|a pressure cooker of beans|the gingerbread house|a batch of doughnuts
  | the custard|a lobster|homemade pasta|the birthday pie|a tray of muffins|the fondue
  {I} ruined {value}, and the smoke alarm went off.
  Nobody will ever let {me} forget what happened to {value}.
  {I} had to throw {value} into the bin and ordered Chinese instead.
  {my} greatest failure at the stove was {value}, black as coal.
  ? What went terribly wrong when {I} cooked?
  ? Which dish did {I} burn?
  ? About what culinary catastrophe of {my} past do relatives joke?
  ? What could not be eaten because of {me}?
  ? The fire brigade nearly came to {my} kitchen. On account of what?
  ? What should {I} better not attempt again as a cook?

milk substitute: oat milk|almond milk|soy milk|rice milk|coconut milk|hemp milk|goat's milk|pea milk
  | cashew milk|lactose-free milk|hazelnut milk|macadamia milk|spelt milk|sheep's milk|walnut milk|flax milk
  {I} gave up cow's milk and [buy|buys] {value}.
  In {my} fridge door there is always a carton of {value}.
  {I} [pour|pours] {value} over the cereal, as the normal stuff gives {me} cramps.
  The dog drank the {value} that {I} had opened for the cornflakes.
  ? What [do|does] {I} use in place of ordinary dairy?
  ? Which white liquid should be fetched from the shop for {me}?
  ? What alternative to the product of the cow agrees with {me}?
  ? {my} replacement for the usual white drink?
  ? {I} must be able to digest the batter. Which fluid is fine for it?
  ? With what would {I} lighten a cup of tea?

eating regime: vegan|keto|paleo|gluten-free|Mediterranean|low-salt|raw|macrobiotic|sugar-free|low-carb
  | kosher|halal|pescatarian|high-protein|fruitarian|ovo-vegetarian|low-fat|Ayurvedic|flexitarian
  {I} [have|has] been on the {value} diet since New Year.
  {I} told the caterer "{value}, please" and got an empty plate.
  Going {value} made {me} lose four kilos and a few friends.
  {my} bookcase is full of {value} recipes now that {I} changed everything.
  ? According to which principle [do|does] {I} nourish the body?
  ? What rules about eating [do|does] {I} follow?
  ? The airline would like to know which special menu {I} [require|requires].
  ? How would a nutritionist label {my} way of feeding?
  ? {I} [am|is] invited. What sort of meals are permitted at all?
  ? {my} regime at table?

overused spice: cumin|nutmeg|chilli|cinnamon|garlic|paprika|turmeric|oregano|pepper|cloves|curry powder
  | saffron|vinegar|caraway|ginger|sumac|cardamom|five-spice|mustard seed|fenugreek
  {I} [put|puts] far too much {value} in everything.
  Whatever {I} [cook|cooks], it tastes of {value}.
  {my} jar of {value} is the size of a bucket.
  The family rolls its eyes when {I} [reach|reaches] for the {value} again.
  ? Which flavouring [do|does] {I} exaggerate?
  ? What is used without restraint by the cook at {my} house?
  ? What seasoning [am|is] {I} known for overdoing?
  ? What dominates all the dishes from {my} hand?
  ? What [am|is] {I} a bit too fond of on the shelf above the hob?
  ? {my} weakness among the condiments?

takeaway cuisine: Thai|Ethiopian|Lebanese|Vietnamese|Mexican|Indian|Greek|Korean|Peruvian|Georgian|Turkish
  | Szechuan|Japanese|Moroccan|Polish|Hawaiian|Persian|Jamaican|Sri Lankan|Argentinian
  When nobody feels like cooking, {I} [order|orders] {value}.
  The {value} place delivers to {my} door in twenty minutes.
  {I} [know|knows] the number of the {value} restaurant by heart.
  Thursday is {value} night on {my} sofa, straight out of the box.
  ? Which country's kitchen [do|does] {I} go for on lazy evenings?
  ? What sort of food does the rider on the moped bring {me}?
  ? From what kind of takeaway [do|does] {I} get dinner?
  ? The stove stays cold tonight. What cuisine would please {me}?
  ? {my} menu flyer on the fridge, of what nationality?
  ? What type of meal to go would {I} pick?

kitchen gadget: spiraliser|wok|garlic press|mandoline|pressure cooker|hand blender|pasta machine|waffle iron
  | mortar|salad spinner|microplane|cast-iron skillet|sous-vide stick|potato ricer|egg timer|pizza stone
  | tagine|rice cooker|food processor|whisk
  In {my} kitchen nothing gets used as much as the {value}.
  {I} got a {value} for Christmas and [am|is] hooked.
  {I} would take the {value} to a desert island, if there were food.
  Now that {I} [own|owns] a {value}, supper takes ten minutes.
  ? Which utensil is indispensable to {me}?
  ? What tool [do|does] {I} love while preparing meals?
  ? What implement would {I} save first from a fire at the stove?
  ? With which device [do|does] {I} work whenever cooking is called for?
  ? {my} culinary best friend made of metal, wood or plastic?
  ? What present made {me} a keener chef?

homemade preserve: quince jelly|pickled onions|rhubarb chutney|kimchi|gherkins in dill|strawberry jam
  | sauerkraut|elderflower syrup|preserved lemons|blackberry jam|tomato relish|rosehip jam|pickled eggs
  | fig mustard|apricot compote|green tomato chutney|pear butter|salted limes
  {I} [put|puts] up twenty jars of {value} every autumn.
  {my} cellar shelves hold nothing except {value}.
  {I} gave all the colleagues {value} with a handwritten label.
  {my} hands smell for days when {I} [make|makes] {value}.
  ? What [do|does] {I} conserve at home?
  ? Which self-made delicacy might one receive from {me} as a gift?
  ? What is in those glasses that {I} [seal|seals] and [store|stores]?
  ? What do we get to taste from {my} own production in winter?
  ? What did {I} boil, bottle or ferment?
  ? {my} homemade stock of what?

egg style: soft-boiled|sunny side up|poached|hard-boiled|as an omelette|scrambled with chives|over easy
  | raw in milk|coddled|with bacon|devilled|pickled|fried on both sides|baked in avocado|Benedict
  | as a frittata|in a glass|with soy sauce
  {I} [like|likes] eggs {value}.
  Four minutes too long and {I} [refuse|refuses] it: the egg has to be {value}.
  What the hens lay, {I} [eat|eats] {value}.
  {I} asked the hotel cook for two eggs {value}.
  ? How should the product of the chicken be prepared for {me}?
  ? What way of doing them suits {me} at brunch?
  ? The waitress wonders in which form {I} [enjoy|enjoys] them.
  ? {my} egg, how?
  ? A fresh box from the farm is on the stove top. What is {my} preferred style?
  ? In what fashion would {I} have protein out of a shell?

winter coat: camel-hair|red hooded|black leather|navy double-breasted|sheepskin|green loden|quilted silver
  | tartan|fake fur|grey herringbone|yellow oilskin|brown suede|white down|purple velvet|houndstooth
  | mustard mohair|burgundy gabardine
  {my} winter coat is the {value} one.
  {I} left the {value} one at the cloakroom and froze all the way home.
  In the snow one can see {me} from afar, thanks to the {value} coat.
  {I} found a mint lozenge from last year in the pocket of the {value} coat.
  ? What [do|does] {I} put on top of everything in January?
  ? Which outer garment keeps {me} warm?
  ? Please fetch what {I} [wear|wears] outdoors when it is freezing. Which is it?
  ? How would one recognise {my} thing on the crowded hooks?
  ? What [am|is] {I} wrapped in during frost?
  ? {my} overcoat's look?

interview outfit: navy suit|grey dress|white blouse|velvet blazer|pinstripe jacket|turtleneck|linen trousers
  | black sheath dress|tweed waistcoat|pencil skirt|striped shirt|red cardigan|beige trench coat|silk scarf
  | denim jacket|bow tie|polo shirt|green jumpsuit
  For the job interview {I} wore the {value}.
  {I} had the {value} dry-cleaned because the boss-to-be was going to look at it.
  {I} got the position, so the {value} brought luck.
  Before meeting the personnel manager {I} spilled tea over {my} {value}.
  ? How was {I} dressed for the application talk?
  ? In what did {I} present {my} best side to the new company?
  ? Which piece of clothing made a good impression on {my} future employer?
  ? What did {I} put on to get hired?
  ? What was {my} outfit in front of the panel?
  ? What hung ready on {my} chair the evening before the big conversation?

pyjama pattern: flamingos|stripes|polka dots|penguins|stars|checks|rockets|lemons|sheep|moons|hearts|clouds
  | cactuses|dinosaurs|foxes|anchors|zigzags|pineapples|paisley|bicycles
  {my} pyjamas have {value} on them.
  {I} opened the door to the postman covered in {value}, right out of bed.
  The nightwear {I} got for Christmas is covered with {value}.
  {I} [sleep|sleeps] best in the flannel ones with the {value}.
  ? What is printed on what {I} [wear|wears] at night?
  ? Which motif decorates {my} sleeping suit?
  ? What design would be seen if {I} ran outside during a fire alarm?
  ? What pattern lies under {my} pillow by day?
  ? With what are {my} jim-jams adorned?
  ? {my} bedtime clothes show what?

house shoes: felt slippers|wooden clogs|woolly socks|flip-flops|sheepskin boots|moccasins|old trainers|Crocs
  | espadrilles|bunny slippers|leather mules|ballet shoes|rubber sandals|knitted booties|Birkenstocks
  | tatami sandals|hotel slippers
  At home {I} [shuffle|shuffles] around in {value}.
  {I} went to the supermarket in {value} by mistake.
  The floor is icy, so {I} [put|puts] {value} on as soon as {I} [come|comes] in.
  The puppy chewed up the {value} {I} always [wear|wears] indoors.
  ? What [do|does] {I} have on the feet inside the house?
  ? Which comfortable footwear waits for {me} in the hall?
  ? What would be {my} choice for walking on the cold tiles?
  ? In what can one hear {me} go from the couch to the kitchen?
  ? {my} indoor shoes?
  ? What should {I} not wear to the shops, but once did?

clothing brand: {organisation}
  {I} [buy|buys] nearly all {my} clothes from {value}.
  Half of {my} wardrobe has a label that says {value}.
  {I} [wait|waits] for the {value} sale to get jeans and jumpers.
  {value} makes the only trousers that fit {me}.
  ? Which fashion company [am|is] {I} loyal to?
  ? Whose garments [do|does] {I} mostly wear?
  ? {I} [need|needs] a voucher for something to put on. From which maker?
  ? What name is sewn into {my} collars?
  ? What is {my} label of choice?
  ? Who profits when {I} [renew|renews] the contents of the closet?

lucky garment: red socks|grandfather's tie|striped scarf|green cap|yellow raincoat|worn-out jeans
  | blue cardigan|silk gloves|leather belt|football shirt|purple tights|straw hat|odd shoes|checked shirt
  | woollen vest|bandana|beret|silver waistcoat
  {I} never [sit|sits] an exam without {my} lucky {value}.
  {I} [believe|believes] the {value} won the match, so washing is forbidden.
  When it really matters, {I} [wear|wears] the {value}.
  The {value} brought {me} good fortune at the casino.
  ? Which clothes [am|is] {I} superstitious about?
  ? What textile charm protects {me} on important days?
  ? What would {I} put on for a test, for magical reasons?
  ? {my} talisman to be worn?
  ? What must stay out of the laundry or else {I} will panic?
  ? To what thing in the drawer [do|does] {I} attribute success?

laundry accident: cashmere jumper|christening gown|white shirts|football kit|silk blouse|wedding veil
  | favourite hoodie|linen tablecloth|judo suit|angora cardigan|school uniform|bath towels|nurse's uniform
  | velvet curtains|baby clothes|lace nightdress|tennis skirt|choir robe
  {I} washed the {value} too hot, everything shrank.
  A red sock turned the {value} pink, and {I} could have screamed.
  {I} had to apologise because the {value} came out of the machine ruined.
  Next time {I} will read the care label before {I} [spin|spins] the {value}.
  ? What did {I} spoil in the laundry?
  ? Which textile fell victim to {my} wrong programme?
  ? What was never the same after {I} pressed the start button?
  ? What did {I} discolour or make smaller by accident?
  ? What should {I} have taken to the dry cleaner's?
  ? {my} washing mishap concerned what?

bank: {organisation}
  {I} [have|has] {my} account at {value}.
  {my} salary is paid in at {value} on the last of the month.
  {I} closed everything else and moved the money to {value}, because of the lower fees.
  The cash machine of {value} swallowed {my} card.
  ? Where [do|does] {I} keep savings and income?
  ? Which institution manages {my} finances?
  ? Who would have to approve {my} overdraft?
  ? From which company do {my} statements come?
  ? {I} must block a stolen piece of plastic. Whose hotline is it?
  ? Which bank [am|is] {I} a customer of?

savings goal: a caravan|a piano|driving lessons|a cruise to Norway|a new kitchen|a hearing aid|a motorbike
  | a wedding|a telescope|a greenhouse|braces for the children|a sailing boat|an electric car|a year abroad
  | a deposit on a flat|a horse|a sauna|a tombstone for grandpa|laser surgery|a pilgrimage
  Every month {I} [put|puts] something aside for {value}.
  The jar on {my} fridge is labelled "{value}", coins only.
  {I} gave up smoking to be able to afford {value} next year.
  {I} opened a second account just for {value}.
  ? What [am|is] {I} saving up for?
  ? For which dream [do|does] {I} hoard money?
  ? What would {I} buy with a lottery win, as it is already being collected for?
  ? Why [am|is] {I} so thrifty at present?
  ? {my} financial target?
  ? On what will {my} nest egg be spent one day?

monthly rent: {price}
  {my} rent is {value} a month.
  On the first {value} leaves {my} account for the apartment.
  {I} [pay|pays] {value} for two rooms with a leaking window, heating not included.
  When {I} signed the lease it was less, now the owner wants {value}.
  ? How much does {my} housing cost?
  ? What [do|does] {I} owe every four weeks for having a roof overhead?
  ? What sum goes from {me} to the landlord regularly?
  ? The benefits office needs a figure: how dear is {my} flat?
  ? How expensive is it to live where {I} [live|lives]?
  ? {my} standing order for the lodgings?

loan purpose: a roof repair|a wedding dress|a dental implant|a tractor|solar panels|a divorce lawyer
  | a food truck|a used van|university fees|a new boiler|a violin|a swimming pool|twins' prams and cots
  | a milking robot|a hair transplant|a tattoo studio|a funeral|a stairlift
  {I} took out a loan for {value}.
  For five more years {I} will be paying the credit off because of {value}.
  {my} brother-in-law lent {me} several thousand, all of which went into {value}.
  The interest is painful, yet without borrowing {I} could never have managed {value}.
  ? Why [am|is] {I} in debt?
  ? What was financed with the money {I} must give back?
  ? What did {I} not have enough cash for?
  ? For what reason do instalments leave {my} account?
  ? What made {me} become a debtor?
  ? What did {I} purchase on tick?

regretted purchase: exercise bike|foot spa|juicer|timeshare flat|leather catsuit|singing fish|bread slicer
  | saltwater aquarium|inflatable hot tub|ukulele|fog machine|antique globe|karaoke system|drone
  | massage chair|ice cream maker|unicycle|canoe
  {I} bought a {value} and never used it.
  The {value} was {my} worst purchase ever, pure waste.
  {I} had a glass too many and ordered a {value} from the shopping channel.
  In the corner stands the {value}, with {my} towels drying on it.
  ? Which acquisition [do|does] {I} regret?
  ? For what did {I} throw money out of the window?
  ? What useless item should {I} sell on?
  ? What did {I} think would be a good investment, but was not?
  ? What would {I} not pay for a second time?
  ? {my} buyer's remorse is about what?

cancelled subscription: gym membership|wine club|meal kit|streaming bundle|daily newspaper|dating app
  | opera season ticket|language course|flower delivery|magazine on sailing|cloud storage|razor box
  | sports channel|audiobook service|crossword app|vegetable crate|car wash flat rate|coffee capsules
  {I} finally cancelled the {value}.
  {I} sent a registered letter to get out of the {value}, and still they debit {me}.
  The {value} was costing {me} a fortune for nothing, so it ends in June.
  No more {value} for {me}: {I} terminated the contract yesterday.
  ? Which subscription did {I} give up?
  ? What [do|does] {I} no longer want to pay for every month?
  ? From what did {I} unsubscribe?
  ? What did {I} quit in order to cut the fixed expenses?
  ? For which thing must {I} not receive any further invoices?
  ? Remind me what {I} gave notice on.

magazine subscription: Modern Beekeeping|Railway Weekly|The Chess Monthly|Knitter's World|Wild Rivers
  | Star Gazer|The Country Baker|Vintage Tractors|Travel Slowly|Puzzle Parade|The Angler|Home & Hearth
  | Mushroom Journal|Photo Today|The Economist's Cat|Classic Boats|Garden Letters|Running Times
  {I} [have|has] subscribed to {value} for ages.
  On Thursdays {value} lies in {my} letterbox.
  {I} [read|reads] {value} from cover to cover in the bathtub.
  Old copies of {value} pile up next to {my} armchair.
  ? Which periodical [do|does] {I} get at home?
  ? What [do|does] {I} leaf through every week or month?
  ? What should be forwarded to {me} while on holiday, something to read?
  ? What does the publisher send {me}?
  ? {my} favourite mag?
  ? From what paper [do|does] {I} cut out articles?

health insurer: {organisation}
  {I} [am|is] insured with {value} in case of illness.
  {value} refused to pay for {my} new teeth.
  {I} [send|sends] every doctor's bill to {value}.
  On {my} health card it says {value} in big letters.
  ? Who covers the cost when {I} [need|needs] treatment?
  ? Which company reimburses {me} after a hospital stay?
  ? What is {my} medical insurance?
  ? The receptionist at the clinic asks {me} about the payer. What is the answer?
  ? To whom [do|does] {I} pay premiums so as to be safe when sick?
  ? {my} health fund?

insurance claim: a flooded cellar|a stolen bicycle|hail on the car roof|a smashed shop window|a cracked hob
  | a lost suitcase|lightning in the router|a fallen tree|a burned carpet|a broken shower door
  | a stolen violin|a dropped phone|a chewed sofa|a burst pipe|a scratched parquet floor|a collapsed shelf
  | wine on a friend's laptop
  {I} reported {value} to the insurance.
  The insurer sent an expert to {me} because of {value}.
  {I} got only half of the money for {value}, says the letter from the adjuster.
  {I} filled in nine pages about {value} and added photographs.
  ? For which damage [do|does] {I} want compensation?
  ? What harm did {I} have assessed?
  ? What is {my} claim about?
  ? What brought {me} in touch with the people who cover losses?
  ? The form asks for the nature of {my} loss. What happened?
  ? What misfortune of {my} household was partly refunded?

side income: tutoring|dog walking|selling honey|babysitting|mending bicycles|playing the organ at weddings
  | translating manuals|mowing lawns|reselling sneakers|delivering flyers|modelling for art classes
  | baking wedding cakes|letting the spare room|calligraphy|proofreading|selling pottery
  | driving a taxi at night|testing video games
  {I} [earn|earns] a bit on the side through {value}.
  {my} holiday money came from {value} at weekends.
  {my} wages are low, so {I} started {value} as well.
  Thanks to {value} {I} [have|has] a few hundred more per month, before tax.
  ? What second job [do|does] {I} do?
  ? How [do|does] {I} top up the household budget?
  ? What other source of cash [am|is] {I} tapping?
  ? What would {I} have to declare besides the salary?
  ? By doing what in spare hours [do|does] {I} make extra?
  ? {my} sideline?

flea market find: gramophone|brass telescope|teapot|cuckoo clock|typewriter|chandelier|oil lamp|accordion
  | porcelain doll|atlas|army trunk|snow globe|fur hat|samovar|chess set|slide projector|carousel horse
  | enamel sign
  At the flea market {I} discovered a {value}.
  {I} haggled for an hour and went home with a {value}.
  The {value} {I} got second-hand turned out to be worth ten times as much.
  {I} carried a {value} through the rain from the junk stall to the tram.
  ? Which treasure did {I} pick up among the old stuff?
  ? What bargain did {I} make?
  ? What did {I} beat the dealer down on?
  ? What antique did {I} come across on Sunday?
  ? {my} lucky buy from someone else's attic?
  ? An expert is valuing what {I} bought. What is it?

donation cause: sea rescue|guide dogs|the rainforest|a children's hospice|the food bank|polar bears
  | a village school in Nepal|cancer research|the fire brigade|stray cats|clean wells|the opera house
  | refugees|Alzheimer's patients|landmine clearance|the mountain rescue|homeless youths|bee protection
  {I} [give|gives] ten a month for {value}.
  Instead of birthday presents {I} asked for contributions towards {value}.
  {I} ran a half marathon to collect money for {value}.
  A standing order from {my} account goes to {value}, and it will stay.
  ? Which good cause [do|does] {I} support?
  ? For what charitable purpose [do|does] {I} donate?
  ? To whom or what [am|is] {I} generous on a regular basis?
  ? What does {my} charity work benefit?
  ? What is closest to {my} heart as a giver?
  ? Of what would {I} be a patron?

wake time: {time}
  {my} alarm goes off at {value}.
  {I} [get|gets] up at {value}, weekends included.
  At {value} {I} [am|is] already in the shower, half blind.
  The dog licks {my} nose at {value} sharp, so no snoozing.
  ? When [do|does] {I} leave the bed?
  ? How early does the day begin for {me}?
  ? At what hour [do|does] {I} wake?
  ? The hotel reception offers {me} a call. For when?
  ? From what point on can one phone {me} without disturbing dreams?
  ? {my} rising time?

sleep aid: whale songs|counting backwards|a lavender pillow|valerian drops|earplugs|an old audio play
  | rain noises|a weighted blanket|the shipping forecast|warm socks|melatonin gummies|a breathing exercise
  | a fan on full speed|hop tea|cricket commentary|reciting poems|a cold bedroom|an eye mask
  {I} can't fall asleep without {value}.
  Thanks to {value} {I} [nod|nods] off within five minutes.
  {I} tried pills, but {value} is what works against the insomnia.
  On trips {I} [miss|misses] {value} and [lie|lies] awake until three.
  ? What helps {me} to drift away at night?
  ? What [do|does] {I} need in order to doze?
  ? Which trick sends {me} to dreamland?
  ? {I} [toss|tosses] and [turn|turns]. What might be absent?
  ? How [do|does] {I} overcome sleeplessness?
  ? {my} cure for restless hours in bed?

recurring nightmare: missing the train|losing all the teeth|falling from a tower|a flood in the cellar
  | being chased by geese|standing naked on stage|a maths exam|a house without doors|drowning in sand
  | talking mannequins|a lift that never stops|forgetting the baby|giant spiders|a burning school
  | an endless corridor|being late for the wedding|a clown in the garden
  {I} often [dream|dreams] of {value}.
  The same nightmare again: {value}, and {I} woke up screaming.
  Since childhood {I} [am|is] haunted at night by {value}.
  {I} told the psychologist about {value}, which returns every full moon.
  ? What bad dream keeps coming back to {me}?
  ? What frightens {me} during sleep?
  ? Which scene plays behind {my} closed lids over and over?
  ? What was going on in {my} head just before {I} sat up sweating?
  ? What does {my} subconscious torture {me} with?
  ? {my} repeated night terror?

alarm sound: a rooster|church bells|a trumpet fanfare|birdsong|the radio news|a fire siren|a marimba tune
  | a foghorn|a barking dog|steel drums|ocean waves|heavy metal|a cuckoo|a harp|the national anthem
  | a ship's bell|bagpipes|a purring cat
  {I} set {value} as the alarm tone.
  The sound of {value} from the phone tears {me} out of sleep.
  Nothing but {value} gets {me} out of bed.
  The neighbours hear {value} through the wall whenever {I} [have|has] the early shift.
  ? What sound [do|does] {I} wake up to?
  ? What noise rouses {me} in the morning?
  ? To what din [do|does] {I} open both eyes?
  ? Which signal did {I} choose on the clock?
  ? What do we hear when {my} night is over?
  ? {my} ringtone for getting up?

nap place: in the bathtub|on the train|under the desk|in the hammock|on the church pew|in the parked car
  | on the office couch|in the armchair by the stove|at the library|on the beach|in the greenhouse
  | on the ironing board cover|in the tent|beside the cat basket|on the yoga mat|in the theatre
  | on the roof terrace
  After lunch {I} [take|takes] a nap {value}.
  {I} dozed off {value} and missed the meeting.
  Twenty minutes {value} with closed eyes, and {I} [am|is] a new person.
  They found {me} snoring {value}.
  ? Where [do|does] {I} have a siesta?
  ? In which spot [do|does] {I} rest during the daytime?
  ? {I} vanished in the early afternoon, tired. Where could one look?
  ? Where [do|does] {I} catch forty winks?
  ? What is {my} place for a short sleep by day?
  ? Whereabouts did {I} get some shut-eye while others worked?

hated chore: ironing|cleaning the oven|emptying the dishwasher|descaling the kettle|folding fitted sheets
  | vacuuming|dusting|scrubbing the toilet|matching socks|taking out the compost|defrosting the freezer
  | washing windows|changing duvet covers|polishing silver|unclogging the drain|mopping|sorting paperwork
  | raking leaves
  The chore {I} [loathe|loathes] most is {value}.
  {I} [find|finds] a thousand excuses to get out of {value}.
  {I} would rather eat soap than spend Saturday on {value}.
  We made a deal: {I} [cook|cooks], somebody else takes over {value}.
  ? Which household task [do|does] {I} detest?
  ? What job at home would {I} gladly leave to others?
  ? What work around the house makes {me} grumpy?
  ? If {I} could hire a maid for a single duty, which one?
  ? What keeps being put off by {me} in the flat?
  ? {my} least favourite domestic obligation?

evening ritual: a foot bath|the crossword|a walk round the block|writing in the diary
  | ten minutes of meditation|watering the tomatoes|a rosary|calling mum|brushing the cat
  | a round of solitaire|knitting a few rows|looking at the stars|laying out clothes|lighting a candle
  | a puzzle on the tablet|checking all the doors twice|playing the flute softly|rubbing in hand cream
  Before going to bed {I} never [skip|skips] {value}.
  {my} evening would not be complete without {value}.
  At ten it is time for {value}, then {I} [switch|switches] off the light.
  {I} [calm|calms] down with {value} after supper, even on holiday.
  ? What ritual [do|does] {I} have late in the day?
  ? With what habit [do|does] {I} conclude things at night?
  ? How [do|does] {I} wind down?
  ? What [do|does] {I} do last, regularly, when it is dark outside?
  ? Which little ceremony prepares {me} for sleep?
  ? {I} can't be reached around bedtime. Doing what?
"""
