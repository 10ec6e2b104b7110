/*
 * Reads the texts of a template as a tokenizer of HTML does.
 */
#include <string.h>

#include "web/html/html_place.h"

/* What a comment has matched: "<!-->", "<!--->", "-->" and "--!>" end it. */
enum {
	COMMENT_DASH = 1,
	COMMENT_DASHES,
	COMMENT_BANG,
	COMMENT_BEGIN,
	COMMENT_BEGIN_DASH
};

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_space(char c)
{
	return c != '\0' && strchr(" \t\n\f\r", c) != NULL;
}

static int
refuse(struct html_place *place, const char *problem)
{
	place->problem = problem;
	return -1;
}

/* Append C to a name of at most SIZE - 1 bytes, in lower case. */
static void
add_to_name(char *name, size_t size, size_t *length, char c)
{
	if (*length + 1 >= size)
		return;
	name[(*length)++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	name[*length] = '\0';
}

static void
begin_attribute(struct html_place *place, char c)
{
	place->state = HTML_ATTRIBUTE;
	place->name_length = 0;
	add_to_name(place->name, sizeof(place->name), &place->name_length, c);
}

static bool
is_one_of(const char *name, const char *const *list)
{
	while (*list != NULL && strcmp(name, *list) != 0)
		list++;
	return *list != NULL;
}

/* What the attribute NAME, such as "xlink:href", means. */
static enum html_attribute
find_attribute(const char *name)
{
	static const char *const urls[] = { "action", "background", "base",
		"cite", "classid", "codebase", "data", "formaction", "href",
		"icon", "longdesc", "lowsrc", "dynsrc", "manifest", "poster",
		"profile", "src", "usemap", NULL };
	/* Scripts, styles, pages, lists of URLs, and what animates a URL. */
	static const char *const refused[] = { "style", "srcdoc", "srcset",
		"imagesrcset", "ping", "archive", "attributename", "from", "to",
		"by", "values", NULL };
	const char *local = strrchr(name, ':');

	local = local != NULL ? local + 1 : name;
	if (strncmp(name, "on", 2) == 0 || strncmp(local, "on", 2) == 0 ||
	    is_one_of(local, refused))
		return HTML_ATTRIBUTE_REFUSED;
	return is_one_of(local, urls) ? HTML_ATTRIBUTE_URL
				      : HTML_ATTRIBUTE_TEXT;
}

/* ">" ends a tag. */
static int
end_tag(struct html_place *place)
{
	static const char *const scripts[] = { "script", "style", "iframe",
		"noembed", "noframes", "xmp", "plaintext", NULL };
	static const char *const texts[] = { "title", "textarea", NULL };

	place->state = HTML_TEXT;
	place->matched = 0;
	if (place->is_end_tag)
		return 0;
	if (is_one_of(place->element, scripts))
		place->state = HTML_SCRIPT;
	else if (is_one_of(place->element, texts))
		place->state = HTML_ONLY_TEXT;
	return 0;
}

/* In a tag, where an attribute may begin. */
static int
read_in_tag(struct html_place *place, char c)
{
	if (c == '>')
		return end_tag(place);
	if (is_space(c))
		return 0;
	if (c == '/')
		place->state = HTML_IN_TAG;
	else if (c == '=' && place->state == HTML_AFTER_ATTRIBUTE)
		return 1;
	else if (c == '=' || c == '"' || c == '\'' || c == '<')
		return refuse(place, "the name of an attribute is missing");
	else
		begin_attribute(place, c);
	return 0;
}

static int
read_after_value(struct html_place *place, char c)
{
	if (c == '>')
		return end_tag(place);
	if (!is_space(c) && c != '/')
		return refuse(
		    place, "a space is missing in a tag before an attribute");
	place->state = HTML_IN_TAG;
	return 0;
}

static int
read_attribute(struct html_place *place, char c)
{
	if (c == '>')
		return end_tag(place);
	if (is_space(c))
		place->state = HTML_AFTER_ATTRIBUTE;
	else if (c == '/')
		place->state = HTML_IN_TAG;
	else if (c == '=')
		return 1;
	else if (c == '"' || c == '\'' || c == '<')
		return refuse(
		    place, "the name of an attribute has a quote or a '<'");
	else
		add_to_name(
		    place->name, sizeof(place->name), &place->name_length, c);
	return 0;
}

/* "=" follows a name. */
static int
begin_value(struct html_place *place)
{
	place->attribute = find_attribute(place->name);
	place->url = HTML_URL_BEGIN;
	place->name_length = 0;
	place->name[0] = '\0';
	place->values++;
	place->state = HTML_BEFORE_VALUE;
	return 0;
}

static int
read_before_value(struct html_place *place, char c)
{
	if (is_space(c))
		return 0;
	if (c == '>')
		return refuse(place, "the value of an attribute is missing");
	place->quote = c;
	place->state = c == '"' || c == '\'' ? HTML_QUOTED : HTML_UNQUOTED;
	return 0;
}

/* What follows the scheme of a URL and ":". */
static enum html_url
find_scheme(const struct html_place *place)
{
	static const char *const web[] = { "http", "https", NULL };
	static const char *const addresses[] = { "mailto", "tel", NULL };

	if (is_one_of(place->name, web))
		return HTML_URL_REST;
	return is_one_of(place->name, addresses) ? HTML_URL_ADDRESS
						 : HTML_URL_OTHER;
}

static int
read_url(struct html_place *place, char c)
{
	const bool is_open =
	    place->url == HTML_URL_OPEN || place->url == HTML_URL_EITHER;

	if (place->url >= HTML_URL_REST)
		return 0;
	if (is_open && (c == ':' || c == '&'))
		return refuse(place,
		    "a ':' or '&' after a value must not end the scheme of a "
		    "URL; put a '/', '?' or '#' before it");
	if (strchr("/?#", c) != NULL)
		place->url = HTML_URL_REST;
	else if (c == '&')
		place->url = HTML_URL_OTHER;
	else if (c == ':')
		place->url = find_scheme(place);
	else if (place->url == HTML_URL_BEGIN && !is_space(c))
		place->url = HTML_URL_SCHEME;
	if (place->url == HTML_URL_SCHEME)
		add_to_name(
		    place->name, sizeof(place->name), &place->name_length, c);
	return 0;
}

static int
read_quoted(struct html_place *place, char c)
{
	if (c == place->quote) {
		place->state = HTML_AFTER_VALUE;
		return 0;
	}
	return place->attribute == HTML_ATTRIBUTE_URL ? read_url(place, c) : 0;
}

static int
read_unquoted(struct html_place *place, char c)
{
	if (c == '>')
		return end_tag(place);
	if (is_space(c))
		place->state = HTML_IN_TAG;
	return 0;
}

/* The end of an element whose content is text: "</", its name, and more. */
static int
read_text_element(struct html_place *place, char c)
{
	const size_t length = strlen(place->element) + 2;
	const char lower = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;

	if (place->matched == length && (is_space(c) || c == '/' || c == '>')) {
		place->is_end_tag = true;
		place->state = HTML_IN_TAG;
		return read_in_tag(place, c);
	}
	if (place->state == HTML_SCRIPT && place->matched == 1 && c == '!')
		return refuse(place, "a script must not contain '<!'");
	if (place->matched < length &&
	    lower ==
		(place->matched == 0 ? '<'
			: place->matched == 1
			? '/'
			: place->element[place->matched - 2])) {
		place->matched++;
		return 0;
	}
	if (place->state == HTML_ONLY_TEXT && place->matched > 0)
		return refuse(place,
		    "<title> and <textarea> contain only text: write &lt;");
	place->matched = c == '<';
	return 0;
}

static int
read_less(struct html_place *place, char c)
{
	place->element_length = 0;
	place->is_end_tag = place->state == HTML_END;
	if (is_letter(c)) {
		place->state = HTML_TAG_NAME;
		add_to_name(place->element, sizeof(place->element),
		    &place->element_length, c);
		return 0;
	}
	if (place->is_end_tag || c == '?')
		return refuse(
		    place, "'</' and '<?' need a name; write &lt; for text");
	if (c == '/')
		place->state = HTML_END;
	else if (c == '!')
		place->state = HTML_DECLARATION;
	else if (c != '<')
		place->state = HTML_TEXT;
	place->matched = 0;
	return 0;
}

static int
read_tag_name(struct html_place *place, char c)
{
	if (c == '>')
		return end_tag(place);
	if (is_space(c) || c == '/')
		place->state = HTML_IN_TAG;
	else
		add_to_name(place->element, sizeof(place->element),
		    &place->element_length, c);
	return 0;
}

/* "<!": a comment or a DOCTYPE. */
static int
read_declaration(struct html_place *place, char c)
{
	if (c == '-' && place->matched < 2) {
		if (++place->matched == 2) {
			place->state = HTML_COMMENT;
			place->matched = COMMENT_BEGIN;
		}
	} else if (place->matched == 0 && (c == 'd' || c == 'D')) {
		place->state = HTML_DOCTYPE;
	} else {
		return refuse(
		    place, "'<!' needs '--' or 'doctype'; write &lt; for text");
	}
	return 0;
}

static int
read_comment(struct html_place *place, char c)
{
	const unsigned matched = place->matched;

	place->matched = 0;
	if (c == '>' && matched >= COMMENT_DASHES)
		place->state = HTML_TEXT;
	else if (c == '-' && matched == COMMENT_BEGIN)
		place->matched = COMMENT_BEGIN_DASH;
	else if (c == '-' && (matched == 0 || matched == COMMENT_BANG))
		place->matched = COMMENT_DASH;
	else if (c == '-')
		place->matched = COMMENT_DASHES;
	else if (c == '!' && matched == COMMENT_DASHES)
		place->matched = COMMENT_BANG;
	return 0;
}

static int
read_character(struct html_place *place, char c)
{
	switch (place->state) {
	case HTML_TEXT:
		place->state = c == '<' ? HTML_LESS : HTML_TEXT;
		return 0;
	case HTML_LESS:
	case HTML_END:
		return read_less(place, c);
	case HTML_DECLARATION:
		return read_declaration(place, c);
	case HTML_COMMENT:
		return read_comment(place, c);
	case HTML_DOCTYPE:
		place->state = c == '>' ? HTML_TEXT : HTML_DOCTYPE;
		return 0;
	case HTML_TAG_NAME:
		return read_tag_name(place, c);
	case HTML_IN_TAG:
	case HTML_AFTER_ATTRIBUTE:
		return read_in_tag(place, c);
	case HTML_ATTRIBUTE:
		return read_attribute(place, c);
	case HTML_BEFORE_VALUE:
		return read_before_value(place, c);
	case HTML_UNQUOTED:
		return read_unquoted(place, c);
	case HTML_QUOTED:
		return read_quoted(place, c);
	case HTML_AFTER_VALUE:
		return read_after_value(place, c);
	case HTML_ONLY_TEXT:
	case HTML_SCRIPT:
		return read_text_element(place, c);
	}
	return 0;
}

int
html_place_read(
    struct html_place *place, const char *text, size_t length, unsigned *lines)
{
	size_t i;
	int result;

	*lines = 0;
	for (i = 0; i < length; i++) {
		result = read_character(place, text[i]);
		if (result == 1)
			result = begin_value(place);
		if (result == -1)
			return -1;
		*lines += text[i] == '\n';
	}
	return 0;
}

static int
escape_url(struct html_place *place, enum html_escaping *escaping)
{
	switch (place->url) {
	case HTML_URL_EITHER:
		return refuse(place,
		    "after a section, a value in a URL needs a '/', '?' or '#' "
		    "before it");
	case HTML_URL_OTHER:
		return refuse(place,
		    "a value must not follow a scheme other than http, https, "
		    "mailto and tel");
	case HTML_URL_BEGIN:
		*escaping = HTML_ESCAPE_URL;
		break;
	case HTML_URL_ADDRESS:
		*escaping = HTML_ESCAPE_ADDRESS;
		return 0;
	default:
		*escaping = HTML_ESCAPE_COMPONENT;
		break;
	}
	if (place->url < HTML_URL_REST)
		place->url = HTML_URL_OPEN;
	return 0;
}

/* A value that needs nothing stands here. */
static int
trust_value(struct html_place *place)
{
	switch (place->state) {
	case HTML_IN_TAG:
		place->state = HTML_AFTER_VALUE;
		return 0;
	case HTML_QUOTED:
		if (place->url < HTML_URL_REST)
			place->url = HTML_URL_OPEN;
		return 0;
	case HTML_TEXT:
	case HTML_SCRIPT:
	case HTML_ONLY_TEXT:
	case HTML_COMMENT:
		place->matched = 0;
		return 0;
	default:
		return refuse(place,
		    "a value must not be a part of a tag's or attribute's "
		    "name, or a value without quotes");
	}
}

int
html_place_value(struct html_place *place, enum html_escaping *escaping)
{
	if (*escaping == HTML_ESCAPE_NOTHING)
		return trust_value(place);
	*escaping = HTML_ESCAPE_TEXT;
	switch (place->state) {
	case HTML_TEXT:
		return 0;
	case HTML_ONLY_TEXT:
		return place->matched == 0
		    ? 0
		    : refuse(place, "a value must not follow '<'");
	case HTML_QUOTED:
		if (place->attribute == HTML_ATTRIBUTE_URL)
			return escape_url(place, escaping);
		return place->attribute == HTML_ATTRIBUTE_TEXT
		    ? 0
		    : refuse(place,
			  "no value is safe in this attribute (on..., style, "
			  "srcdoc, srcset and others)");
	case HTML_BEFORE_VALUE:
	case HTML_UNQUOTED:
		return refuse(
		    place, "the value of an attribute needs quotes around it");
	case HTML_SCRIPT:
		return refuse(place,
		    "no value is safe in <script>, <style> and the like; use "
		    "an attribute such as data-value");
	case HTML_COMMENT:
		return refuse(place, "no value is safe in a comment");
	default:
		return refuse(place,
		    "a value must stand in text or in a quoted attribute");
	}
}

int
html_place_begin(struct html_place *place)
{
	switch (place->state) {
	case HTML_TAG_NAME:
	case HTML_ATTRIBUTE:
		place->state = HTML_AFTER_VALUE;
		return 0;
	case HTML_AFTER_ATTRIBUTE:
		place->state = HTML_IN_TAG;
		return 0;
	case HTML_TEXT:
	case HTML_ONLY_TEXT:
	case HTML_SCRIPT:
	case HTML_COMMENT:
	case HTML_QUOTED:
	case HTML_IN_TAG:
	case HTML_AFTER_VALUE:
		return 0;
	default:
		return refuse(place,
		    "a section must not begin in the middle of a tag's or "
		    "attribute's name, or in a value without quotes");
	}
}

static bool
is_between_attributes(enum html_state state)
{
	return state == HTML_IN_TAG || state == HTML_AFTER_VALUE ||
	    state == HTML_ATTRIBUTE || state == HTML_AFTER_ATTRIBUTE;
}

int
html_place_end(struct html_place *place, const struct html_place *begin)
{
	static const char differs[] =
	    "a section must end where it began: in text, between the same "
	    "attributes or in the same value";
	const bool ends_in_name = place->state == HTML_ATTRIBUTE;

	if (is_between_attributes(begin->state) &&
	    is_between_attributes(place->state)) {
		/* The section may follow itself, and continue that name. */
		if (ends_in_name && begin->state == HTML_IN_TAG &&
		    place->values != begin->values)
			return refuse(place,
			    "a space is missing at the end of the section");
		if (begin->state != HTML_IN_TAG || place->state != HTML_IN_TAG)
			place->state = HTML_AFTER_VALUE;
		return strcmp(place->element, begin->element) == 0 &&
			place->is_end_tag == begin->is_end_tag
		    ? 0
		    : refuse(place, differs);
	}
	if (place->state != begin->state || place->matched != begin->matched ||
	    (place->state == HTML_QUOTED && place->values != begin->values) ||
	    ((place->state == HTML_SCRIPT || place->state == HTML_ONLY_TEXT) &&
		strcmp(place->element, begin->element) != 0))
		return refuse(place, differs);
	if (place->state == HTML_QUOTED && place->url != begin->url)
		place->url = HTML_URL_EITHER;
	return 0;
}
