//! Names that tell a construct from a word: elements of HTML, codes of emoji, shortcodes.

/// The elements of HTML and SVG.
const ELEMENTS: &str = "a abbr acronym address area article aside audio b base bdi bdo big blockquote body br button canvas \
    caption center circle cite code col colgroup data datalist dd defs del details dfn dialog div dl dt \
    ellipse em embed fieldset figcaption figure font footer form g h1 h2 h3 h4 h5 h6 head header hgroup hr \
    html i iframe img input ins kbd label legend li line link main map mark math menu meta meter nav \
    noscript object ol optgroup option output p param path picture polygon polyline pre progress q rect rp \
    rt ruby s samp script search section select small source span strike strong style sub summary sup svg \
    table tbody td template text textarea tfoot th thead time title tr track tt u ul use var video wbr \
    tspan marquee";

/// Codes of emoji that consist of one word; those with an underscore are nothing else.
const EMOJI: &str = "smile smiley grin laughing joy wink blush heart thumbsup thumbsdown warning tada rocket fire star \
    sparkles bulb memo book books pencil eyes clap pray muscle wave ok stop question exclamation bangbang \
    information bell calendar clock phone telephone email envelope link lock key mag pill syringe hospital \
    ambulance stethoscope thermometer walking running runner bike swimmer bed sleeping zzz snowflake sunny \
    droplet coffee apple construction sos cry sob thinking confused house robot";

/// Shortcodes that WordPress and its most used additions close with a slash.
const SHORTCODES: &str =
    "caption gallery embed audio video playlist code quote button su_note vc_row vc_column";

/// Whether HTML has an element called `name`, in small letters.
pub(super) fn is_element(name: &str) -> bool {
    ELEMENTS.split(' ').any(|element| element == name)
}

/// Whether `word` between colons is the code of an emoji.
pub(super) fn is_emoji(word: &str) -> bool {
    word.contains('_') || EMOJI.split(' ').any(|emoji| emoji == word)
}

/// Whether `name` is a shortcode of WordPress.
pub(super) fn is_shortcode(name: &str) -> bool {
    SHORTCODES.split(' ').any(|shortcode| shortcode == name)
}
