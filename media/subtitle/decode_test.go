package subtitle

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// sayings are what people say in films, in the encodings in which they write it.
var sayings = []struct{ language, encoding, text string }{
	{"de", "windows-1252", "Ich weiß nicht, was hier geschieht.\nWir müssen sofort gehen!\nWo warst du die ganze Zeit? Schön, dass du da bist."},
	{"fr", "windows-1252", "Où étais-tu passé ? Je t’ai cherché partout.\n— C’est très gentil à vous, mais ça ne m’intéresse pas.\nLa fenêtre était déjà ouverte."},
	{"fr", "iso-8859-15", "Cela coûte 10 € à l'œil. Où étais-tu passé ?\nTrès drôle, ma chère sœur."},
	{"es", "windows-1252", "¿Dónde está el niño? No lo sé, señor.\n¡Mañana será otro día! También tú te irás de aquí."},
	{"pt", "windows-1252", "Não sei o que você está fazendo aqui.\nEntão vamos à praia amanhã de manhã, coração."},
	{"sv", "windows-1252", "Där är han ju! Jag förstår inte vad du säger.\nVi måste gå härifrån så fort som möjligt."},
	{"da", "windows-1252", "Jeg ved ikke, hvad der foregår her. Vi må gå nu!\nHvor har du været hele tiden? Kære ven, det gør ondt."},
	{"cs", "windows-1250", "Nevím, co to má znamenat. Kde jsi byl celou dobu?\nMusíme odtud co nejrychleji zmizet, než přijdou.\nPříliš žluťoučký kůň úpěl ďábelské ódy."},
	{"cs", "iso-8859-2", "Nevím, co to má znamenat. Kde jsi byl celou dobu?\nMusíme odtud co nejrychleji zmizet, než přijdou.\nPříliš žluťoučký kůň úpěl ďábelské ódy."},
	{"pl", "windows-1250", "Nie wiem, co się tu dzieje.\nMusimy stąd uciekać, zanim będzie za późno!\nGdzie byłeś przez cały ten czas?"},
	{"pl", "iso-8859-2", "Nie wiem, co się tu dzieje.\nMusimy stąd uciekać, zanim będzie za późno!\nGdzie byłeś przez cały ten czas?"},
	{"pl", "ibm852", "Nie wiem, co się tu dzieje.\nMusimy stąd uciekać, zanim będzie za późno!\nGdzie byłeś przez cały ten czas?"},
	{"hu", "windows-1250", "Nem tudom, mit akarsz tőlem. Gyere ide, kérlek!\nEz az új főnökünk, ő fog segíteni nektek."},
	{"hr", "windows-1250", "Ne znam što se ovdje događa. Moramo odmah otići!\nGdje si bio cijelo ovo vrijeme? Želim čašu vode."},
	{"ro", "windows-1250", "Nu ştiu ce se întâmplă aici. Trebuie să plecăm imediat!\nUnde ai fost în tot acest timp? Îţi mulţumesc."},
	{"tr", "windows-1254", "Burada ne olduğunu bilmiyorum. Hemen gitmemiz gerekiyor!\nBunca zaman neredeydin? Şimdi çıkıyoruz, İstanbul'a gideceğiz."},
	{"lt", "windows-1257", "Nežinau, kas čia vyksta. Turime tuoj pat išeiti!\nKur tu buvai visą šį laiką? Jūs esate šaunūs žmonės."},
	{"lv", "windows-1257", "Es nezinu, kas šeit notiek. Mums tūlīt jāiet prom!\nKur tu biji visu šo laiku? Tā ir mūsu pēdējā iespēja."},
	{"ru", "windows-1251", "Я не знаю, что здесь происходит.\nНам надо уходить отсюда как можно быстрее!\nГде ты был всё это время?"},
	{"ru", "koi8-r", "Я не знаю, что здесь происходит.\nНам надо уходить отсюда как можно быстрее!\nГде ты был всё это время?"},
	{"ru", "ibm866", "Я не знаю, что здесь происходит.\nНам надо уходить отсюда как можно быстрее!\nГде ты был всё это время?"},
	{"ru", "iso-8859-5", "Я не знаю, что здесь происходит.\nНам надо уходить отсюда как можно быстрее!\nГде ты был всё это время?"},
	{"ru", "windows-1251", "КОНЕЦ\nЧАСТЬ ВТОРАЯ: ВОЗВРАЩЕНИЕ ДОМОЙ ПОСЛЕ ДОЛГОЙ ВОЙНЫ"},
	{"bg", "windows-1251", "Не знам какво става тук. Трябва да се махаме оттук колкото се може по-бързо!\nКъде беше през цялото време?"},
	{"uk", "windows-1251", "Я не знаю, що тут відбувається. Нам треба йти звідси якнайшвидше!\nДе ти був увесь цей час? Їжак їсть яблуко."},
	{"sr", "windows-1251", "Не знам шта се овде дешава. Морамо одмах да идемо!\nГде си био све ово време? Љубав је као ћевапи."},
	{"el", "windows-1253", "Δεν ξέρω τι συμβαίνει εδώ. Πρέπει να φύγουμε αμέσως!\nΠού ήσουν τόση ώρα; Άκου με."},
	{"el", "iso-8859-7", "Δεν ξέρω τι συμβαίνει εδώ. Πρέπει να φύγουμε αμέσως!\nΠού ήσουν τόση ώρα; Άκου με."},
	{"he", "windows-1255", "אני לא יודע מה קורה כאן. אנחנו חייבים ללכת מיד!\nאיפה היית כל הזמן הזה?"},
	{"ar", "windows-1256", "لا أعرف ماذا يحدث هنا. يجب أن نذهب فورا!\nأين كنت طوال هذا الوقت؟"},
	{"ar", "iso-8859-6", "لا أعرف ماذا يحدث هنا. يجب أن نذهب فورا!\nأين كنت طوال هذا الوقت؟"},
	{"th", "windows-874", "ฉันไม่รู้ว่าเกิดอะไรขึ้นที่นี่ เราต้องไปเดี๋ยวนี้\nคุณหายไปไหนมาตลอดเวลานี้"},
	{"ja", "shift_jis", "ここで何が起きているのか分からない。\nすぐに行かなければならない!\n今までどこにいたんだ?"},
	{"ja", "euc-jp", "ここで何が起きているのか分からない。\nすぐに行かなければならない!\n今までどこにいたんだ?"},
	{"ja", "iso-2022-jp", "ここで何が起きているのか分からない。\nすぐに行かなければならない!\n今までどこにいたんだ?"},
	{"zh", "gbk", "我不知道这里发生了什么事。我们必须马上离开!\n你这段时间到哪里去了?"},
	{"zh", "gb18030", "我不知道这里发生了什么事。我们必须马上离开!\n你这段时间到哪里去了?"},
	{"zh", "big5", "我不知道這裡發生了什麼事。我們必須馬上離開!\n你這段時間到哪裡去了?"},
	{"ko", "euc-kr", "여기서 무슨 일이 일어나고 있는지 모르겠어요.\n우리는 지금 당장 가야 해요! 그동안 어디에 있었어요?"},
	{"ar", "utf-8", "لا أعرف ماذا يحدث هنا."},
	{"ja", "utf-16le", "ここで何が起きているのか分からない。\nすぐに行かなければならない!"},
	{"en", "utf-16be", "I don’t know what is happening here."},
	{"en", "windows-1252", "I don’t know what’s happening here… We’re late for the café."},
}

// asSRT makes a file of subtitles of lines of text.
func asSRT(text string) string {
	var srt strings.Builder
	i := 0
	for line := range strings.Lines(text) {
		fmt.Fprintf(&srt, "%d\r\n00:00:%02d,000 --> 00:00:%02d,500\r\n%s\r\n\r\n", i+1, i, i+1, strings.TrimSpace(line))
		i++
	}
	return srt.String()
}

func encodingOf(t testing.TB, name string) encoding.Encoding {
	switch name {
	case "ibm852":
		return charmap.CodePage852
	case "utf-16le":
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case "utf-16be":
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	}
	e, _ := charset.Lookup(name)
	if e == nil {
		t.Fatal("no encoding", name)
	}
	return e
}

func TestTextOfEveryEncodingIsReadable(t *testing.T) {
	for _, s := range sayings {
		srt := asSRT(s.text)
		data, err := encodingOf(t, s.encoding).NewEncoder().String(srt)
		if err != nil {
			t.Errorf("%s has no %s: %v", s.encoding, s.language, err)
			continue
		}
		for _, hint := range []string{"", s.language} {
			if got := string(Decode([]byte(data), hint)); got != srt {
				line, _, _ := strings.Cut(strings.SplitN(got, "\r\n", 4)[2], "\r")
				t.Errorf("%s in %s, hint %q: %s", s.language, s.encoding, hint, line)
			}
		}
	}
}

func TestAByteOrderMarkDecides(t *testing.T) {
	for name, data := range map[string]string{
		"UTF-8":                "\xef\xbb\xbfgrün",
		"UTF-16 little endian": "\xff\xfeg\x00r\x00\xfc\x00n\x00",
		"UTF-16 big endian":    "\xfe\xff\x00g\x00r\x00\xfc\x00n",
	} {
		if got := string(Decode([]byte(data), "ru")); got != "grün" {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestABrokenCharacterDoesNotSpoilTheOthers(t *testing.T) {
	good := strings.Repeat("Grüße an alle, schöne Mädchen. ", 50)
	if got := string(Decode([]byte(good+"\xff"), "")); got != good+"\ufffd" {
		t.Errorf("%q", got[len(got)-40:])
	}
}
