/* A session beside a run of the same accord: what the tests of the living page share. */
#ifndef SELAT_TESTS_LIVE_SESSION_H
#define SELAT_TESTS_LIVE_SESSION_H

#include "accord/yaml_tree.h"
#include "unit.h"

typedef struct live_world {
    selat_context *context;
    const char *path;
    selat_yaml *root;
    selat_run_data data;  /* of the file */
    selat_live *live;
} live_world;

/* Loads the accord, plans its networks and hands them to a session, whose accord is set. */
void live_world_open(selat_context *context, const char *path, live_world *out);
void live_world_close(live_world *world);
/* The accord of the tree as it is now, ready to run, without draws and stress tests. To be destroyed. */
selat_accord *live_world_accord(const live_world *world);
/* Puts `value` in place of the scalar at "measures[0].tariff.cut"; fails the test where there is none. */
void live_world_edit(live_world *world, const char *where, const char *value);
selat_yaml *live_world_find(live_world *world, const char *where);

#endif
