"""Given names that are common in meetings held in English: a hint, never a condition."""

_COMMON = """
aaron abby abdul abigail adam adrian agnes ahmed aidan aisha ajay akira alan alastair albert
alejandro alessandro alex alexa alexander alexandra alexei alfie alfred ali alice alicia alina
alison amanda amar amber amelia amina amir amit amy ana anders andrea andreas andrei andrew andy
anette angela angus anil anita anjali ann anna anne annika anthony antoine anton antonia antonio
aoife april arjun arnold arthur arun asha ashley astrid aurora ava axel ayesha barbara barry bart
beatrice becky belinda ben benjamin bernard bernd beth bethany betty bianca bill billy birgit
bjorn bob bogdan boris brad brandon brenda brendan brett brian bridget bruce bruno bryan callum
cameron camila camille carina carl carla carlos carmen carol caroline carolyn carrie catherine
cathy cecilia celia chad chandra charles charlie charlotte chen chiara chloe chris christian
christina christine christoph christopher ciara cindy claire clara claudia claus clive cody colin
connor craig cristina cynthia daisy dale damian dan dana daniel daniela danielle danny darius
darren dave david dawn dean deborah deepa deepak denis dennis derek devon diana diane diego dieter
dimitri dina dirk dmitri dominic dominik don donald donna dora doris dorothy doug douglas duncan
dylan eddie edgar edith eduardo edward edwin eileen elaine eleanor elena elias elif elijah elisa
elisabeth elise eliza elizabeth ella ellen ellie elliot elsa emil emilia emily emma enrico eric
erica erik erin ernest esther ethan eugene eva evan eve evelyn fabian farah fatima felix fernando
finn fiona florian frances francesca francesco francis francisco frank franz fred freddie
frederick freya frida fritz gabriel gabriela gail gareth gary gavin gemma geoff george georgia
georgina gerald gerard giles gina giorgio giovanni giulia gloria gordon grace graham greg gregory
greta guido gustav guy hannah hans harald harold harriet harry harvey hassan hazel heather hector
heidi helen helena helga henrik henry herbert hilary hiroshi holly hugh hugo ian ibrahim ida
ignacio igor imogen imran ines ingrid irene irina iris isaac isabel isabella isla ivan jack jacob
jacqueline jake james jamie jan jana jane janet janice jasmine jason javier jean jeff jeffrey
jenna jennifer jenny jens jeremy jerome jerry jess jesse jessica jessie jill jim jimmy jin joan
joanna joanne joao jodie joe joel johan johanna johannes john johnny jon jonas jonathan jordan
jorge jose josef joseph josh joshua joy joyce juan judith judy julia julian juliana julie juliet
june justin kai kamal karen karin karl karla kasia kate katharina katherine kathleen kathryn kathy
katia katie katrin katrina katya kay keith kelly ken kenji kenneth kerry kevin khalid kieran kim
kiran kirsten kirsty klaus kofi konrad kristen kristin kristina kumar kurt kyle lara lars laszlo
laura lauren laurence laurent lawrence layla lea leah leila lena leo leon leonard leonie leslie
lewis li liam lidia lily lina linda lindsay ling lisa liz lizzie lois lorenzo lorna lorraine louis
louise luca lucas lucia lucy luigi luis luisa lukas luke luna lydia lynn lynne madeleine magda
maggie magnus mahmoud malcolm malik manuel mara marc marcel marcia marco marcus margaret maria
mariam marian marie marina mario marion marius mark marko markus marta martha martin martina mary
mateo mathilda matilda matt matteo matthew matthias maureen maurice max maxine maya megan mehmet
mei melanie melissa michael michal michel michelle miguel mika mike mikhail milan miles mina ming
minh miriam mitchell mohamed mohammed molly mona monica moritz muhammad nadia nadine naomi natalia
natalie natasha nathan neha neil nelson niamh nick nico nicola nicolas nicole nigel nikhil nikita
nikolai nils nina noah noel nora norman olaf oleg olga oliver olivia omar oscar otto owen pablo
pamela paolo pascal patricia patrick paul paula pauline pavel pedro peggy penny peter petra phil
philip philippa philippe phoebe pierre piotr polly priya rachel rafael raj rajesh ralph ramesh
ramon ravi ray raymond rebecca reinhard rekha rene reza rhys ricardo richard rick rita rob robert
roberto robin rodrigo roger rohan roland roman ron ronald rosa rosalind rose rosemary ross roxana
roy ruby rudolf rupert russell ruth ryan sabine sabrina saira sally salma sam samantha samir
samira samuel sandra sandy sanjay santiago sara sarah sasha saskia scott sean sebastian selina
sergei sergio shane shannon sharon shaun sheila shirley sid silvia simon simone siân sofia sonia
sonja sophia sophie stacey stan stefan stefania stella stephanie stephen steve steven stewart
stuart sue sunil suresh susan susanne suzanne suzy sven sylvia tamara tanya tara tariq tatiana ted
teresa terry tess theo theresa thomas tiago tiffany tim timothy tina tobias toby todd tom tomas
tommy toni tony tracey tracy trevor ulrich ulrike ursula vadim valentina valeria vanessa vera
veronica vicky victor victoria vijay vikram vincent viola violet virginia vivian vladimir walter
wanda wayne wei wendy werner wilfred wilhelm william wolfgang xavier xin yan yannick yara yasmin
yasmine yosef yuki yuri yusuf yvette yvonne zachary zara zoe zofia
"""
GIVEN_NAMES = frozenset(_COMMON.split())
"""In small letters."""
