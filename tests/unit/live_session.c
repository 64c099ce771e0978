#include "live_session.h"

#include "accord/read_accord.h"

static selat_yaml *find_below(selat_yaml *node, const char *where) {
    char path[256];
    for (selat_yaml *child = node->first; child != NULL; child = child->next) {
        selat_yaml_path(child, path, sizeof path);
        if (strcmp(path, where) == 0) return child;
        selat_yaml *found = find_below(child, where);
        if (found != NULL) return found;
    }
    return NULL;
}

selat_yaml *live_world_find(live_world *world, const char *where) { return find_below(world->root, where); }

void live_world_edit(live_world *world, const char *where, const char *value) {
    selat_yaml *node = live_world_find(world, where);
    if (node == NULL || node->kind != SELAT_YAML_SCALAR) fail_msg("%s has no scalar at %s", world->path, where);
    selat_yaml *other;
    assert_ok(world->context, selat_yaml_parse(world->context, "edit", value, strlen(value), &other));
    char *text = node->value; /* the trees change values */
    node->value = other->value;
    other->value = text;
    selat_yaml_destroy(world->context, other);
}

void live_world_open(selat_context *context, const char *path, live_world *out) {
    char *plans;
    *out = (live_world){.context = context, .path = path};
    assert_ok(context, selat_run_load(context, path, &out->data));
    assert_ok(context, selat_yaml_read(context, path, &out->root));
    assert_ok(context, selat_capture_plans_write(context, out->data.accord, &plans));
    assert_ok(context, selat_live_create(context, out->data.table, &out->live));
    assert_ok(context, selat_live_use_plans(out->live, plans));
    selat_dataset_free(context, plans);
    assert_ok(context, selat_live_set_accord(out->live, path, out->root));
}

void live_world_close(live_world *world) {
    selat_live_destroy(world->live);
    selat_yaml_destroy(world->context, world->root);
    selat_run_unload(world->context, &world->data);
}

selat_accord *live_world_accord(const live_world *world) {
    selat_context *context = world->context;
    selat_accord *accord;
    selat_capture_plans *plans;
    selat_visitors visitors;
    char *text;
    const selat_table *table = world->data.table;
    assert_ok(context, selat_accord_from_tree(context, world->path, world->root, table, &world->data.groups, &accord));
    assert_ok(context, selat_capture_plans_write(context, world->data.accord, &text));
    assert_ok(context, selat_capture_plans_read(context, "plans", text, table, &plans));
    assert_ok(context, selat_accord_use_plans(context, accord, table, plans));
    assert_ok(context, selat_accord_check_tariffs(context, accord, &world->data.tariffs, &table->regions));
    assert_ok(context, selat_run_meter_origin(context, accord, table, &world->data.groups));
    assert_ok(context, selat_dataset_visitors(context, table, &visitors));
    assert_ok(context, selat_accord_use_visitors(context, accord, table, &visitors));
    selat_visitors_clear(context, &visitors);
    selat_capture_plans_destroy(context, plans);
    selat_dataset_free(context, text);
    accord->uncertainty.draws = 0;
    return accord;
}
