/* Reading XML as it streams by. Documents with a DTD are refused, so no entity ever expands (no billion laughs). */
#ifndef SELAT_BASE_XML_H
#define SELAT_BASE_XML_H

#include "base/stream.h"

/* Called in document order; a failure ends the reading. Names come without their namespace prefix. */
typedef struct selat_xml_handler {
    /* attributes: name, value, name, value, ..., NULL */
    selat_status (*start)(selat_context *context, void *user, const char *name, const char *const *attributes);
    selat_status (*end)(selat_context *context, void *user, const char *name);
    /* A piece of the text between two tags; it may come in several. */
    selat_status (*text)(selat_context *context, void *user, const char *bytes, size_t length);
    void *user;
} selat_xml_handler;

/* The whole stream. Errors: not well-formed (line and column), a DTD, deeper than 64 elements, those of the handler. */
selat_status selat_xml_read(selat_context *context, selat_stream *stream, const selat_xml_handler *handler);

/* The value of an attribute without its prefix, or NULL. */
const char *selat_xml_attribute(const char *const *attributes, const char *name);

#endif
