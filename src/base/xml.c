/* The one place that knows expat. */
#include "base/xml.h"

#include <expat.h>
#include <string.h>

#include "base/memory.h"
#include "base/status.h"

enum { CHUNK = 1 << 16, MOST_DEPTH = 64 };

typedef struct reading {
    selat_context *context;
    const selat_xml_handler *handler;
    XML_Parser parser;
    const char *name;
    selat_status status;
    int depth;
} reading;

static const char *without_prefix(const char *name) {
    const char *colon = strrchr(name, ':');
    return colon != NULL ? colon + 1 : name;
}

static void stop(reading *r, selat_status status) {
    if (r->status != SELAT_OK) return;
    r->status = status;
    XML_StopParser(r->parser, XML_FALSE);
}

static selat_place here(const reading *r) {
    return (selat_place){r->name, (int64_t)XML_GetCurrentLineNumber(r->parser),
                         (int64_t)XML_GetCurrentColumnNumber(r->parser) + 1, NULL};
}

static void on_start(void *user, const XML_Char *name, const XML_Char **attributes) {
    reading *r = user;
    if (r->status != SELAT_OK) return;
    if (++r->depth > MOST_DEPTH) {
        stop(r, selat_fail_at(r->context, here(r), NULL, "elements nested deeper than %d", MOST_DEPTH));
        return;
    }
    selat_status status =
        r->handler->start(r->context, r->handler->user, without_prefix(name), (const char *const *)attributes);
    if (status != SELAT_OK) stop(r, status);
}

static void on_end(void *user, const XML_Char *name) {
    reading *r = user;
    if (r->status != SELAT_OK) return;
    r->depth--;
    selat_status status = r->handler->end(r->context, r->handler->user, without_prefix(name));
    if (status != SELAT_OK) stop(r, status);
}

static void on_text(void *user, const XML_Char *bytes, int length) {
    reading *r = user;
    if (r->status != SELAT_OK) return;
    selat_status status = r->handler->text(r->context, r->handler->user, bytes, (size_t)length);
    if (status != SELAT_OK) stop(r, status);
}

static void on_doctype(void *user, const XML_Char *name, const XML_Char *system, const XML_Char *public, int internal) {
    reading *r = user;
    (void)name;
    (void)system;
    (void)public;
    (void)internal;
    stop(r, selat_fail_at(r->context, here(r), "a document type definition", "plain XML"));
}

static selat_status read_on(reading *r, selat_stream *stream) {
    size_t got = 1;
    while (got > 0) {
        TRY(selat_check_cancel(r->context));
        void *room = XML_GetBuffer(r->parser, CHUNK);
        if (room == NULL) return selat_fail(r->context, SELAT_NO_MEMORY, "%s: no memory for reading it", r->name);
        TRY(selat_stream_read(r->context, stream, room, CHUNK, &got));
        enum XML_Status parsed = XML_ParseBuffer(r->parser, (int)got, got == 0);
        TRY(r->status);
        if (parsed != XML_STATUS_OK) {
            return selat_fail_at(r->context, here(r), NULL, "not well-formed XML: %s",
                                 XML_ErrorString(XML_GetErrorCode(r->parser)));
        }
    }
    return SELAT_OK;
}

selat_status selat_xml_read(selat_context *context, selat_stream *stream, const selat_xml_handler *handler) {
    reading r = {.context = context, .handler = handler, .name = stream->name};
    r.parser = XML_ParserCreate(NULL);
    if (r.parser == NULL) return selat_fail(context, SELAT_NO_MEMORY, "%s: no memory for reading it", stream->name);
    XML_SetUserData(r.parser, &r);
    XML_SetElementHandler(r.parser, on_start, on_end);
    XML_SetCharacterDataHandler(r.parser, on_text);
    XML_SetStartDoctypeDeclHandler(r.parser, on_doctype);
    selat_status status = read_on(&r, stream);
    XML_ParserFree(r.parser);
    return status;
}

const char *selat_xml_attribute(const char *const *attributes, const char *name) {
    for (; *attributes != NULL; attributes += 2) {
        if (strcmp(without_prefix(attributes[0]), name) == 0) return attributes[1];
    }
    return NULL;
}
