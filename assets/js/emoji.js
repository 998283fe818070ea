// Emoji by their names, for what is written as :name: and for the picker. Pure.

/** Name and emoji by turns, in the order of the picker. */
const NAMED = `
grin 😀 smile 😄 grinning 😁 laughing 😆 sweat_smile 😅 joy 😂 rofl 🤣 slight_smile 🙂 upside_down 🙃 wink 😉 blush 😊 innocent 😇
heart_eyes 😍 star_struck 🤩 kissing_heart 😘 yum 😋 stuck_out_tongue 😛 zany 🤪 money_mouth 🤑 hug 🤗 hand_over_mouth 🤭 shush 🤫 thinking 🤔 zipper_mouth 🤐
raised_eyebrow 🤨 neutral 😐 expressionless 😑 no_mouth 😶 smirk 😏 unamused 😒 eye_roll 🙄 grimacing 😬 relieved 😌 pensive 😔 sleepy 😪 drooling 🤤
sleeping 😴 mask 😷 nauseated 🤢 vomit 🤮 sneezing 🤧 hot 🥵 cold 🥶 woozy 🥴 dizzy_face 😵 exploding_head 🤯 cowboy 🤠 partying 🥳
sunglasses 😎 nerd 🤓 monocle 🧐 confused 😕 worried 😟 frowning ☹️ open_mouth 😮 astonished 😲 flushed 😳 pleading 🥺 fearful 😨 cold_sweat 😰
cry 😢 sob 😭 scream 😱 confounded 😖 disappointed 😞 sweat 😓 weary 😩 yawn 🥱 triumph 😤 angry 😠 rage 😡 cursing 🤬
smiling_imp 😈 skull 💀 poop 💩 clown 🤡 ghost 👻 alien 👽 robot 🤖 smile_cat 😺 heart_eyes_cat 😻 see_no_evil 🙈 hear_no_evil 🙉 speak_no_evil 🙊
wave 👋 raised_hand ✋ vulcan 🖖 ok_hand 👌 pinch 🤏 v ✌️ crossed_fingers 🤞 love_you 🤟 metal 🤘 call_me 🤙 point_left 👈 point_right 👉
point_up ☝️ point_down 👇 +1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 fist ✊ punch 👊 clap 👏 raised_hands 🙌 open_hands 👐 handshake 🤝 pray 🙏 muscle 💪
eyes 👀 brain 🧠 shrug 🤷 facepalm 🤦 dancer 💃 dancing 🕺 runner 🏃 ninja 🥷 detective 🕵️ zombie 🧟 vampire 🧛 mermaid 🧜
heart ❤️ orange_heart 🧡 yellow_heart 💛 green_heart 💚 blue_heart 💙 purple_heart 💜 black_heart 🖤 broken_heart 💔 two_hearts 💕 sparkling_heart 💖 100 💯 anger 💢
boom 💥 dizzy 💫 sweat_drops 💦 dash 💨 zzz 💤 speech 💬 fire 🔥 sparkles ✨ star ⭐ zap ⚡ rainbow 🌈 snowflake ❄️
popcorn 🍿 pizza 🍕 burger 🍔 fries 🍟 cookie 🍪 cake 🍰 birthday 🎂 chocolate 🍫 coffee ☕ tea 🍵 beer 🍺 beers 🍻
wine 🍷 cocktail 🍸 champagne 🍾 clinking 🥂 tada 🎉 confetti 🎊 gift 🎁 balloon 🎈 trophy 🏆 medal 🏅 soccer ⚽ dart 🎯
movie 🎬 clapper 🎬 film 🎞️ projector 📽️ tv 📺 camera 📷 ticket 🎟️ masks 🎭 art 🎨 microphone 🎤 headphones 🎧 music 🎶 guitar 🎸 game 🎮
dog 🐶 cat 🐱 fox 🦊 bear 🐻 panda 🐼 monkey 🐵 unicorn 🦄 chicken 🐔 penguin 🐧 owl 🦉 shark 🦈 dragon 🐉
rocket 🚀 car 🚗 ufo 🛸 earth 🌍 moon 🌙 sun ☀️ house 🏠 clock 🕒 hourglass ⏳ bulb 💡 bomb 💣 lock 🔒
white_check_mark ✅ check ✅ x ❌ question ❓ exclamation ❗ warning ⚠️ stop 🛑 play ▶️ pause ⏸️ rewind ⏪ fast_forward ⏩ loud 🔊 silent 🔇`;

const words = NAMED.trim().split(/\s+/);
/** @type {Map<string, string>} */
const byName = new Map();
for (let i = 0; i < words.length; i += 2) byName.set(words[i], words[i + 1]);

/**
 * Replaces :name: by the emoji of that name; what is no name stays.
 * @param {string} text
 */
export function replaceShortcodes(text) {
  return text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => byName.get(name) ?? whole);
}

/**
 * The emoji whose names hold all words of the query, each once.
 * @param {string} query "" finds all
 * @returns {{name: string, emoji: string}[]}
 */
export function findEmoji(query) {
  const wanted = query.toLowerCase().replace(/[:_]/g, ' ').split(/\s+/).filter(Boolean);
  const found = new Map();
  for (const [name, emoji] of byName) {
    if (!found.has(emoji) && wanted.every((word) => name.includes(word))) found.set(emoji, {name: name.replaceAll('_', ' '), emoji});
  }
  return [...found.values()];
}
