/* Distinct texts numbered in the order of arrival, found in constant time. Meant for millions. */
#ifndef SELAT_BASE_TEXT_INDEX_H
#define SELAT_BASE_TEXT_INDEX_H

#include "selat/context.h"

typedef struct selat_text_index selat_text_index;

selat_status selat_text_index_create(selat_context *context, selat_text_index **out);
void selat_text_index_destroy(selat_context *context, selat_text_index *index); /* takes NULL */

/* *position: where `text` stands, at the end when it is new. Error: more than 2^31 - 2 texts. */
selat_status selat_text_index_add(selat_context *context, selat_text_index *index, const char *text, int64_t *position);
int64_t selat_text_index_find(const selat_text_index *index, const char *text); /* -1: it is not there */
int64_t selat_text_index_count(const selat_text_index *index);
/* Valid until the next text is added. */
const char *selat_text_index_at(const selat_text_index *index, int64_t position);

#endif
