package subtitle

import (
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// alphabet is what tells a language apart from others in the same bytes.
type alphabet struct {
	languages string // BCP 47 base languages, separated by spaces
	encodings []encoding.Encoding
	letters   string  // other than ASCII's, in lower case, the most frequent first
	block     []block // weights of letters that are too many to list
}

// block is a range of characters and what one of them says for the language.
type block struct {
	first, last rune
	weight      float64
}

// Groups of encodings, the likeliest first.
var (
	western   = []encoding.Encoding{charmap.Windows1252, charmap.ISO8859_15}
	central   = []encoding.Encoding{charmap.Windows1250, charmap.ISO8859_2, charmap.CodePage852}
	cyrillic  = []encoding.Encoding{charmap.Windows1251, charmap.KOI8U, charmap.ISO8859_5, charmap.CodePage866, charmap.MacintoshCyrillic}
	baltic    = []encoding.Encoding{charmap.Windows1257, charmap.ISO8859_13}
	ideograph = block{0x4e00, 0x9fff, 0.6}
)

// alphabets are the languages whose subtitles come in legacy encodings. Of two
// that suit a text equally the first wins.
var alphabets = []alphabet{
	{languages: "en", encodings: western, letters: "éèñïçêöüàâ"},
	{languages: "de", encodings: western, letters: "üäößé"},
	{languages: "fr", encodings: western, letters: "éàèêçâîôùûœïë"},
	{languages: "es gl eu", encodings: western, letters: "óíáéñúü¡¿"},
	{languages: "pt", encodings: western, letters: "ãáçéíóêõâúàôü"},
	{languages: "it", encodings: western, letters: "èàùòìéç"},
	{languages: "ca", encodings: western, letters: "éàóèíòçúïü·"},
	{languages: "nl", encodings: western, letters: "éëïèóöü"},
	{languages: "sv fi", encodings: western, letters: "äåöéü"},
	{languages: "da no nb nn", encodings: western, letters: "åøæéöòôó"},
	{languages: "is fo", encodings: western, letters: "áðíéóþúæýö"},
	{languages: "cs", encodings: central, letters: "íáéěšřčžýůúťďňó"},
	{languages: "sk", encodings: central, letters: "áíčéžšýúľťňôďäóĺŕ"},
	{languages: "pl", encodings: central, letters: "łęążśćóńź"},
	{languages: "hu", encodings: central, letters: "áéöóőíüúű"},
	{languages: "ro", encodings: []encoding.Encoding{charmap.Windows1250, charmap.ISO8859_2, charmap.ISO8859_16}, letters: "ăîţşâțș"},
	{languages: "hr sl bs sr sh", encodings: central, letters: "šžčćđ"},
	{languages: "sq", encodings: central, letters: "ëç"},
	{languages: "tr az", encodings: []encoding.Encoding{charmap.Windows1254}, letters: "ıişüğçöəâî"},
	{languages: "lt", encodings: baltic, letters: "ėšųįžčūąę"},
	{languages: "lv", encodings: baltic, letters: "āīēšūņļžčģķ"},
	{languages: "et", encodings: baltic, letters: "äõüöšž"},
	{languages: "vi", encodings: []encoding.Encoding{charmap.Windows1258}, letters: "đ\u0300\u0301ư\u0323ơâôê\u0309à\u0303ăáéíóúèùò"},
	{languages: "ru", encodings: cyrillic, letters: "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"},
	{languages: "uk", encodings: cyrillic, letters: "оанивіетрсклудмпязьбгчйхжцюїшєщфґ"},
	{languages: "be", encodings: cyrillic, letters: "аніеорляткўсыудвмпзьягчбйцхшжюёэф"},
	{languages: "bg mk", encodings: cyrillic, letters: "аоиетнсврдклмпуъзязбгчцжщшхйюфьѓќљњџѕј"},
	{languages: "sr", encodings: cyrillic, letters: "аоиенсртјдвкпумлзбгчцшжхњљћђфџ"},
	{languages: "el", encodings: []encoding.Encoding{charmap.Windows1253, charmap.ISO8859_7}, letters: "αοιετνσρπκυληςμόίάγέδήωχθύφβξώζψϊϋΐ"},
	{languages: "he yi", encodings: []encoding.Encoding{charmap.Windows1255, charmap.ISO8859_8}, letters: "יוהלאמרתבשנכםדעחקןפסגטצזךץףװױײ",
		block: []block{{0x05b0, 0x05c4, 0.8}}},
	{languages: "ar fa ur", encodings: []encoding.Encoding{charmap.Windows1256, charmap.ISO8859_6}, letters: "اليمونرتبدهعسفكحقشأةجصطذضىخثزغإآءظئؤپچژگکیہھ،؟؛",
		block: []block{{0x064b, 0x0652, 0.6}}},
	{languages: "th", encodings: []encoding.Encoding{charmap.Windows874}, letters: "านรอกเง\u0e48มย\u0e34ล\u0e31ว\u0e49ดท\u0e35ะสต\u0e32ปบคห\u0e38\u0e37แ\u0e39ช\u0e4cโพใไ",
		block: []block{{0x0e01, 0x0e5b, 0.5}}},
	{languages: "ja", encodings: []encoding.Encoding{japanese.ShiftJIS, japanese.EUCJP, japanese.ISO2022JP},
		block: []block{{0x3041, 0x3096, 1.4}, {0x30a1, 0x30fc, 1.2}, {0x3000, 0x3002, 1}, {0x300c, 0x3011, 1}, {0xff61, 0xff9f, -0.5}, {0x4e00, 0x9fff, 0.8}, {0xff01, 0xff5e, 0.6}}},
	{languages: "zh", encodings: []encoding.Encoding{simplifiedchinese.GB18030, simplifiedchinese.HZGB2312},
		letters: "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运笔吗呢吧啊",
		block:   []block{{0x3001, 0x3002, 1}, {0xff01, 0xff1f, 1}, {0x3041, 0x30fc, -1}, ideograph}},
	{languages: "zh", encodings: []encoding.Encoding{traditionalchinese.Big5},
		letters: "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社便空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象完設式色路記南品住告類求據程北邊死張該交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭運筆嗎呢吧啊",
		block:   []block{{0x3001, 0x3002, 1}, {0xff01, 0xff1f, 1}, {0x3041, 0x30fc, -1}, ideograph}},
	{languages: "ko", encodings: []encoding.Encoding{korean.EUCKR}, letters: "이는에다을가고지의한하어나를기사로아도은",
		block: []block{{0xac00, 0xd7a3, 1.1}, {0x4e00, 0x9fff, -0.5}}},
}

// neutral are characters that subtitles of every language have.
const neutral = "\u00a0–—…‘’“”„«»‹›°€£©®™♪♫•·"
