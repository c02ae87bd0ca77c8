"""Given names that people in meetings held in English have: a hint, never a condition."""

_COMMON = """
aaron abbie abby abdul abigail adam adrian agnes ahmed aidan aisha ajay akira alan alastair albert
alejandro alessandro alex alexa alexander alexandra alexei alfie alfred ali alice alicia alina
alison amanda amar amber amelia amina amir amit amy ana anders andrea andreas andrei andrew andy
anette angela angus anil anita anjali ann anna anne annika anthony antoine anton antonia antonio
aoife april arjun arnold arthur arun asha ashley astrid aurora ava axel ayesha barbara barry bart
beatrice becca becky belinda ben benjamin bernard bernd beth bethany betty bianca bill billy birgit
bjorn bob bogdan boris brad bradley brandon brenda brendan brett brian bridget bruce bruno bryan
callum cameron camila camille carina carl carla carlos carmen carol caroline carolyn carrie
catherine cathy cecilia celia chad chandra charles charlie charlotte chen cheryl chiara chloe chris
christian christina christine christoph christopher ciara cindy claire clara claudia claus clive
cody colin connor craig cristina cynthia daisy dale damian dan dana daniel daniela danielle danny
darius darren dave david dawn dean deborah deepa deepak denis dennis derek devon diana diane diego
dieter dimitri dina dirk dmitri dominic dominik don donald donna dora doris dorothy doug douglas
drew duncan dylan eddie edgar edith eduardo edward edwin eileen elaine eleanor elena elias elif
elijah elisa elisabeth elise eliza elizabeth ella ellen ellie elliot elsa emil emilia emily emma
enrico eric erica erik erin ernest esther ethan eugene eva evan eve evelyn evie ewan fabian farah
fatima felix fernando finley finn fiona florian frances francesca francesco francis francisco frank
franz fraser fred freddie frederick freya frida fritz gabriel gabriela gail gareth gary gavin gemma
geoff george georgia georgina gerald gerard giles gina giorgio giovanni giulia gloria gordon grace
graham greg gregory greta guido gustav guy hannah hans harald harold harriet harry harvey hassan
hazel heather hector heidi helen helena helga henrik henry herbert hilary hiroshi holly hugh hugo
ian ibrahim ida ignacio igor imogen imran ines ingrid irene irina iris isaac isabel isabella isla
ivan jack jacob jacqueline jake james jamie jan jana jane janet janice jasmine jason javier jean
jeff jeffrey jenna jennifer jenny jens jeremy jerome jerry jess jesse jessica jessie jill jim jimmy
jin joan joanna joanne joao jodie joe joel johan johanna johannes john johnny jon jonas jonathan
jordan jorge jose josef joseph josh joshua joy joyce juan judith judy julia julian juliana julie
juliet june justin kai kamal karen karin karl karla kasia kat kate katharina katherine kathleen
kathryn kathy katia katie katrin katrina katya kay keith kelly ken kenji kenneth kerry kevin khalid
kieran kim kimberly kiran kirsten kirsty kit klaus kofi konrad kristen kristin kristina kumar kurt
kyle lara larry lars laszlo laura lauren laurence laurent lawrence layla lea leah leila lena leo
leon leonard leonie leslie lewis li liam lidia lily lina linda lindsay ling lisa liz lizzie lois
lorenzo lorna lorraine louis louise luca lucas lucia lucy luigi luis luisa lukas luke luna lydia
lynn lynne maddie madeleine magda maggie magnus mahmoud malcolm malik manuel mara marc marcel marcia
marco marcus margaret maria mariam marian marie marina mario marion marius mark marko markus marta
martha martin martina mary mateo mathilda matilda matt matteo matthew matthias maureen maurice max
maxine maya megan mehmet mei melanie melissa michael michal michel michelle miguel mika mike mikhail
milan miles mina ming minh miriam mitchell mohamed mohammed molly mona monica moritz muhammad nadia
nadine naomi nat natalia natalie natasha nathan neha neil nelson niamh nicholas nick nico nicola
nicolas nicole nigel nik nikhil nikita nikolai nils nina noah noel nora norman olaf oleg olga oliver
olivia omar oscar otto owen pablo pamela paolo pascal patricia patrick paul paula pauline pavel
pedro peggy penny peter petra phil philip philippa philippe phoebe pierre piotr polly priya rachel
rafael raj rajesh ralph ramesh ramon ravi ray raymond rebecca reinhard rekha rene reza rhys ricardo
richard rick rita rob robert roberto robin rodrigo roger rohan roland roman ron ronald rosa rosalind
rose rosemary ross roxana roy ruby rudolf rupert russell ruth ryan sabine sabrina saira sally salma
sam samantha samir samira samuel sandra sandy sanjay santiago sara sarah sasha saskia scott sean
sebastian selina sergei sergio shane shannon sharon shaun sheila shirley sid silvia simon simone
siân sofia sonia sonja sophia sophie sophy stacey stan stefan stefania stella steph stephanie
stephen steve steven stewart stuart sue sunil suresh susan susanne suzanne suzy sven sylvia tamara
tanya tara tariq tatiana ted teresa terry tess theo theresa thomas tiago tiffany tim timothy tina
tobias toby todd tom tomas tommy toni tony tracey tracy trevor ulrich ulrike ursula vadim valentina
valeria vanessa vera veronica vicky victor victoria vijay vikram vincent viola violet virginia
vivian vladimir walter wanda wayne wei wendy werner wilfred wilhelm william wolfgang xavier xin yan
yannick yara yasmin yasmine yosef yuki yuri yusuf yvette yvonne zac zach zachary zara zoe zofia
"""
GIVEN_NAMES = frozenset(_COMMON.split())
"""Names that are common there, in small letters."""

_FURTHER = """
aarav abdullah abeer abena abhishek abimbola abiola achieng ada adaeze adebayo adel adela adele
adeline adesuwa aditi aditya adjoa adnan adriana adriano adrien agata agathe agnieszka agoston agus
ahlam ahmet aiko aino aishwarya akash akihiro akos akosua akram aksel akshay akua alaa alain albane
alberto albie aldo alec aled alejandra aleksander aleksandra aleksei alena alessandra alessia
alexandros alexis alfonso alfredo alin alix alma alok alonso alun alva alvin alyona ama amaka amal
amalia amandine amara ameena amelie amin aminata amira amma amos amparo amrita anais analyn anand
ananya anas anastasia anastasios anatoly andra andres andrzej aneta angharad anh ania anika aniko
anirudh ankit annabel annabelle annalisa anneke annelies annette annick anong anouk antoinette
antoni antonis anushka anwar anwen aoibheann apinya apolline apostolos arash archie ardal arezoo
ariadne arianna ariel aris arkady arlo armand arnaud arnav arne artem artemis artur aryan asante
asger asher ashok ashraf ashwin asli asma asuka athena attila aubrey aude audrey augusto aung
aurelie aurelien aurelio austin avery avi avinash avraham aya ayaka ayanda ayelet ayodele ayse aysel
ayumi azadeh aziz azlan babajide babak bahram bailey balazs banu bao barbora baris barnaby bartek
bartosz basia basil bastien bea beatriz behnaz behrouz belen bence benedetta benita benito benoit
bente beppe berenice berk bernadette bernardo beryl bethan bettina beverly bharat bhavna bilal binh
birgitta bjarne blair blaise blake blanca blandine blazej bobby bogna bohdan boitumelo bola boleslaw
bongani bonnie bozena bram branislav brigid brigitte britt brittany bronagh bronwen bryony budi
burak bushra busisiwe cadi caetano cahal caitlin caleb camilo canan candela candice caoimhe capucine
carlo carlota carolina carsten carter carwyn carys cassandra cassie catalin catalina catarina
caterina cathal caz cedric cees celeste celine cemal cerys cesare cezary chaim chantal chantelle
chas chava chaz chelsea cherie chester chetan chiamaka chidi chika chinedu chinonso chioma chipo
chiyo christel christelle christophe christos cian cillian cinzia citra clarence clark claudio
clemence clement clementine clifford clint clodagh clotilde clyde colette colm conall concha conor
consuelo cora cordelia corentin corey corinne cormac corrado cosmin costas costin courtney crina
cristian cristobal csaba csilla cuong curtis cyril cyrus dacian dafna dagmar dagmara dagny daichi
daiki daire dalia dalma damien daniele danuta daphne dapo dara darcy darek daria dario dariush
dariusz daryl davide deb debra debs declan deepika deirdre delia delilah della delphine delyth
denisa denise deniz dermot desmond dev devika dewi dexter diarmuid didier dimitra dimitris dinesh
diogo dionysis divya doina dolores domenico domingo dominica dominika dominique donal donatella
donovan doreen dorin doron dorota dov dragan dragos duarte duc dumitru duong dusan dwight eamon
eamonn ebba ebele ebere ebru edie edmund edoardo edouard edson edyta eelco eero effie efi efrat efua
egbert ehab eiko eilidh eimear einar eirini eitan ekaterina eko ekow eleftheria eleni eleonora eleri
eliana eliezer elin elio elisheva elke elliott ellis elmer elodie eloise elpida elsie elspeth elton
elvira elvis elzbieta eman emanuel emanuela emanuele emeka emeline emer emiko emiliano emilija
emilio emine emmanuel emmanuelle emmett emre emyr enda engin enid eniko enrique enzo eoghan eoin
ercan erdem erland ernesto esi esko esme esmeralda espen esperanza esra esteban estela estelle
eszter ethel etienne ettore euan eugenia eugenie eunice eunji evangelos evaristo ewa eyal eylem
ezequiel ezgi ezra fabien fabienne fabio fabiola fabrice fabrizio fahad faisal fang farhad farid
farida faris farrah farzad fatma fatou fawzi federica federico felicia felicity felipe felisa femi
femke ferenc fereshteh fergal fergus fermin fernanda ffion filip filippo filiz finbar finja fintan
fionn fionnuala fiorella firas fitri flavia flavio florence florencia florent florin floyd flynn
folake fotini fotis fran franca francine franck franco francois francoise frankie freda frederic
frederik freek freja frode fulvio fumiko funke gabby gabi gabor gadi gael gaelle gaetano galina
garrett gaspar gaston gaurav gauri geeta genaro genevieve gennady georgios geraldine gerda gergely
germain gerrit gerry gertrude gethin gheorghe ghislaine giacomo giang gianluca gianni giannis gideon
gijs gila gilad gilbert gilberto gilles ginevra ginny gino giorgia girish gisela gisele gita
giuliana giuliano giuseppe gizem gladys glenda glenn glenys gokhan gonzalo goro gosia graciela
graziella grazyna gregoire gregor gregorio grigory gruffudd grzegorz guadalupe gudrun guglielmo
guillaume guillermo guinevere gulsen gunilla gunnar gus gustavo gwen gwenaelle gwilym gwyneth gyorgy
gyula habib hadas hadi hafiz haitham hakan hakon hala halil halina halvor hamid hamish hamza hana
hanan hande haneul hani hania hank hanne hanneke haoran harish haroun harper harpreet haruka haruki
haruto hasan hatice hattie haziq hedda hefin heike heikki heiko hein hema hendrik henri henryk herb
hernan herve hetty hideo hila hilario hilda hilde hina hinata hiroko hisashi hisham hjalmar hoa
hoang honoka honore horace horia hortense hossein howard hubert huda hudson hui hulya humberto
humphrey huong huseyin hussein hyejin hyun hywel ibrahima ieuan ifan ifeoma ignacia ike iker ilan
ilana ilaria ildiko ileana ilker ilona ilse ilya iman imke imre inaki inci indah ineke inge ingeborg
inger ioan ioana ioanna ioannis iona ionela ionut ira irem irena iria iryna isabelle isadora isamu
isha isidore isidro ismail istvan itai itamar itsuki itziar iulia ivana ivar ivo ivor ivy iwan iwona
izabela izzat izzy jaap jabulani jacek jacinto jackie jackson jacopo jacques jacqui jadwiga jaehyun
jafar jaime jairo jakub jalal jamal jamila jannik janos janusz jared jaroslav jarvis jawad jaxon
jaya jeanne jed jelani jemima jen jenkins jeno jeremiah jeremie jeroen jerrod jerzy jesper jethro
jette jian jihoon jimena jimin jing jinwoo jiri jiro jisoo jitka jiwoo joachim joana joaquin jocelyn
jocelyne jochen jody joelle joep joko jolanta jonna joon joost jordi jorgen joris jorn josefa
josephine josette josiane josie jouke jovana jozef juana judd jude judit jukka jules julien juliette
julio jun junho junko jurgen justine justyna jutta jyoti kabir kacper kadek kadir kagiso kaisa kaito
kajal kalle kalliope kalman kamau kamil kamila kanya kaori kara karan kareem kari karim karina
karolina karsten karthik kasimir kasper katalin katarzyna katerina kateryna katinka katja katy kaveh
kavita kavya kayla kazimierz kazuki kazuo keelin kees kehinde keiko keira keisuke kelvin kemal kemi
kendra kenny kent kenta kerem kerstin kev khadija khaled khanh kian kinga kira kirsi kirst kishore
kjell klara klaudia knut koen kohei koji konstantin konstantina konstantinos koray kostas kourosh
krishna kristy krystyna krzysztof ksenia kumiko kunal kwabena kwame kwasi kwesi kyoko kyriaki
kyriakos lacey lachlan laetitia laia lakshmi laleh lamia lana larisa larissa lasse lata latifa
laurens laurentiu laurie lavinia leandro leanne lee leen lefteris leif leighton lene lennart lennox
leonor leopold lerato leroy lesley leszek leticia letizia lev levent levi lex lexi leyla lidija
lieke liesbeth ligaya lil liliane lillian lindiwe lingling linh linnea linus lionel lior liv livia
livio liviu llinos lloyd loes logan loic lola lorcan loredana lori lottie louane louie lourdes lubna
lubos luc lucian luciana luciano lucie lucien lucienne lucille lucinda lucio ludmila ludovic
ludovica luigia lukasz luuk lwazi lyle maaike maarten maayan mabel macarena maciej madalina
maddalena maddy madhu maelle maeve magdalena mags maha mahdi mahesh mahsa mai mairead mairi maisie
maite maja majid makena makoto maksim malachi malachy malgorzata malin malka mallory malte mamadou
manal mandla mandy manfred manish manoj manolis manolo manon manuela marcela marcelle marcello
marcelo marcin marek marge margery margherita margit margot marguerite mariana marianne mariano
maricel marieke mariella marielle marijke marika marilyn marine marisa marisol marit mariusz
marjolein marjorie marketa marleen marlene marlies marlon marsha marshall marthe martine marvin
marwan maryam masaki masako massimo matan matej mateusz mathieu mathilde matias matthijs matti
mattia matyas maud mauricio maurizio mavis maxence maxime maximilian maxwell mayumi mazen meena
meera meg mehdi mehran meike meiling meir meirion mel melek melinda meltem mercedes meredith merete
merja mert merve mervyn mette mhairi mia michaela michela michele michiko mick mickael midori
miguela mihaela mihai miho mikey mikkel mikko miklos mikolaj milada milagros milena milica millie
milos minako minho minji minjun minnie miranda mircea mireia mireille mirek mirela mirella miren
miri mirja mirjam miroslav misaki mitch mitra mitsuko miyu mladen mohan moira mojgan monika montse
monty morag mordechai morgan morgane morris moses moshe mounir mourad moussa mpho muireann mukesh
murat muriel mustafa mwangi myfanwy myint myra myrtle nabil nada nadav nadege nadezhda nadim nagi
najwa naledi nam nanami nancy nandini nandor naoki naoko nasrin nasser natalya nate nathalie natsuki
naveen navid navin nawal nazli neal ned neda nektarios nell nellie nenad nerys nettie nev neville
ngozi nguyet nhung nia niall nicoletta niels nienke nieves niklas nikola nikos nilar niloofar
nilufer nino ninon nir niran nisha nitin nizar njeri nkechi noa noelia noelle noemi noemie noga
nolan nomsa nomvula nona nonso noor norbert noriko nour nthabiseng nuala nuno nuri nuria nurul
nyoman obinna octavian octavio odette odhiambo odile ofer ofra oguz oisin okan oksana ola olaya
oleksandr olena olivier olli ollie olumide oluwaseun olwen omid omondi ondrej onur orazio oren orhan
oriane oriol orit orla orlando ornella orsolya orville osama osamu osian oskar osman osvaldo oswald
otieno otis ottavio oumar ousmane ove ovidiu owain ozan ozgur ozlem paco padma padraig paige paivi
palesa paloma pam panagiotis panos paola parisa parvati parviz pascale pat patrice patricio patrizia
patsy patti paulette paulo pavla pavlos pawel payam pekka pelin pelle penelope pepe percy pernille
perry pete petr petros phuong phyllis pia piero pierrick piers piet pieter pietro pilar pinar
piroska placido polina pooja pouya prakash pranav prasad preeti priyanka putu qasim qing quan quang
quentin quincy quinn quynh rabia rach radek radha radoslav radu rafaela rafal raffaele ragnar
ragnhild rahmat rahul rajiv rakesh ralf raluca rami ramin ramiro ramona randall randy rani rania
raphael raquel rashid rashmi rasmus raul razvan rebeca rebekah reena refilwe reggie regina reginald
regis reijo reiko reka remi remy renata renato renaud renee renzo rex rhian rhiannon rhoda rhodri
rhona rhonda riccardo richie ricky rikke riku riley rina ritu rivka riya rizki rocio rodney rodolfo
rodolphe rogelio rohit roisin rolf rollo romain romano ronan roni ronit ronja ronnie rory rosalie
rosalyn rosanna rosario roshan rosie rosmah rossella rostislav rowan rowena roxane roxanne roya
ruairi ruaridh ruba ruben rufus rui ruslan russ rutendo ruud ryota ryszard saara sabri sachin sadie
saeed safa sagi sahar sahil sakura salah saleh salim salvador salvatore saman samar sameer samia
sana sanaa sanda sandor sandrine sangeeta sanjana sanna sanne santi saoirse sari satoko satoshi saul
saurabh sawsan sayaka seamus seb sebastiaan seema segun selim selin selma seojun seoyeon serdar
seren serena sergey serkan seth severine sevgi sevim shadi shahram shai shaka shalini shanti
sharlene shauna shelby sheldon shelley sherif sherman sherry shigeru shilpa shimon shinji shiori
shira shirin shivani shlomo shmuel shona shoshana shota shreya shruti shweta siamak sian sibel
sibusiso sibylle sidney siggi sigrid silas silje silke silvana silvester silvio silviu sima simona
sinan sinead sini siobhan sipho sirkka siti siv sizwe sjoerd skye slamet slavko slawomir smita sneha
snezana socorro sofie soheil solange soledad solene solveig somchai somsak soojin soraya sorcha
soren sorin sota spencer spyros stacy stanislav stanislaw stathis stavros stefano steffen stein
stelios stephane sterling stewie stian stig stijn stirling struan sture suad subhash sudha sujata
sujin sukarno sulaiman sumit sunan sundar sungmin sunita sunniva surya susana susanna susannah susie
suz svenja svetlana swati sybil sydney syed sylvain sylvie synnove szabolcs szymon tabitha tadhg
taehyung tahir takashi takeshi takumi talal tamar tamas tamer tamsin tania tanner tanvi tao taraneh
taras tarja taro tasha tatsuya tatyana taylor teddy teemu tegan teguh tejas temba tendai terence
terri tessa tetsuya teun thabo thaddeus thanasis thandi thandiwe thanh thao thea thelma themba
theodora theodore theodoros theresia thiago thibault thida thierry thijs thodoris thomasina thorsten
thura thuy tibor tiina tijs tilly timea timmy timo tineke titi tiziana tjeerd tobi tobin tolga
tomasa tomasz tommaso tomoko tomoya torben tore torsten torsti tova trang travis trent tricia trinh
trinidad trish trisha tristan trix trixie trond troy tsubasa tuan tudor tugba tulin tunde tuomas
turgut tuula tuva tuyet tyler tyrone tzipi uche ufuk ugo ulysses uma umberto umut una uri uriah
urszula usama usha uta ute uwe uzoma vaclav val valentin valentine valerie valerio valery vangelis
varun vasco vasile vasiliki vasilis vasily vassilis vaughan veerle vegard velma venkat verity vernon
veronika veronique vibeke vicente victorino vidya viet vigdis viggo vikas viktor viktoria vilma
vilmos vinay vinh vinod violeta viorel viorica virgilio virginie vittoria vittorio viv vivek
vivienne vlad vladislav vlado vojtech volkan volker volodymyr wade wael wagner wahyu wale waleed
wallace wallis wambui wanjiru warren wayan weiming wendell wesley wiebke wiktor wilbur willa willem
willie wilma wim winifred winnie winston wirat witold wojciech wouter wyatt wynn xabier xiaoli
xiaoming ximena xiomara xolani xuan yaakov yael yago yahya yair yamato yana yann yannis yanti yaron
yaroslav yasaman yasemin yash yasin yasir yasmina yaw yegor yehuda yejin yelena yemi yeonwoo yevgeny
yiannis yigal yildiz yilmaz ylva yoav yoko yolanda yonatan yorgos yorick yoshiko yossi yotam youssef
yui yuka yukari yukiko yulia yumi yuna yuriy yusof yusuke yuto yves yvon zack zaid zainab zak zaki
zanele zbigniew zdenek zdenka zehra zeina zeke zelda zelie zev zeynep ziad zita ziyi zlata zodwa
zola zoltan zoran zsofia zsolt zsuzsa zulema zuri zuzana zuzanna zvi zygmunt
"""
FURTHER_NAMES = frozenset(_FURTHER.split())
"""Names common elsewhere, accents left out; those that are English words too are left out."""

ZH_GIVEN = (
    "伟强磊军洋勇杰涛超刚辉鹏飞鑫波斌宇浩凯俊峰建志晓东亮华平云宁佳欣怡悦婷雪梅丽敏静芳娜娟燕玲琳"
    "颖慧玉兰萍霞莉莹雨子轩涵梓睿晨阳昊泽博思诗梦瑶琪璐薇倩雯嘉瑞康健德永舟帆航晴岚蕾菲媛婧妍妮娇"
    "艳秀英淑珍凤桂莲翠哲楠骏毅坤恒振荣贵宏祥胜立光辰彤蓉茜依曼露"
)
"""Characters that hardly stand together but in given names."""
ZH_IN_NAMES = frozenset(
    ZH_GIVEN
    + "远鹤彦源洲帅然鸣鸿翔彬彪栋梁松柏林森琦琴瑾瑜璇珊珠芬芸芝芷若茹荷菊萌蓓虹筠筱素纯绮维绍继美羽"
    "翎翰翊耀聪腾良艺芊茂莎菁萱蔚谦贤赫越跃达迅逸遥邦郁锋铭锐锦镇钧钰铮雁霖霄靖韵韬顺颂驰骁麒麟黛"
    "龙乐义予亦仁仪佑佩俐儒元兆兴冉冠冰凡凌力勋升卓卿友双君启善圆坚培奇奕如妙妤姗姝娅婉媚嫣孝学安"
    "宜宝宪容富寒尧尚山岩岳川希庆廷弘彩彰影忆忠念怀恬恩惠愉慈懿成承捷敬文旭旺昌明昕星春昭晋晗景智"
    "曦柔柯桐桦楚欢民沛沐泉泓泰洁津洪清渊潇澄澜灵灿炎炜炳烁焕焱煜熙爱爽玄玮珂珏琛瑛甜盛真碧礼祖福"
    "秋竹紫红舒芹蕊颜霆骥勤诚国生天海一可心月娣凰钢"
)
"""Characters that given names after a surname are made of."""
