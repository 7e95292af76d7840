#pragma once

#include <stdbool.h>
#include <yaml.h>

// An event of libyaml keeps its data in a union, and which member holds it hangs on the type. Here each question is one function that looks at the
// type first, so that nobody reads the wrong member.

/// The anchor of a node, or the name of an alias; NULL where there is none.
static inline const char *cyaml_anchor(const yaml_event_t *event) {
    switch (event->type) {
    case YAML_ALIAS_EVENT: return (const char *)event->data.alias.anchor;
    case YAML_SCALAR_EVENT: return (const char *)event->data.scalar.anchor;
    case YAML_SEQUENCE_START_EVENT: return (const char *)event->data.sequence_start.anchor;
    case YAML_MAPPING_START_EVENT: return (const char *)event->data.mapping_start.anchor;
    default: return NULL;
    }
}

/// The tag of a node, its handle expanded; NULL where there is none.
static inline const char *cyaml_tag(const yaml_event_t *event) {
    switch (event->type) {
    case YAML_SCALAR_EVENT: return (const char *)event->data.scalar.tag;
    case YAML_SEQUENCE_START_EVENT: return (const char *)event->data.sequence_start.tag;
    case YAML_MAPPING_START_EVENT: return (const char *)event->data.mapping_start.tag;
    default: return NULL;
    }
}

/// The text of a scalar, which may hold NULs; NULL for other events.
static inline const unsigned char *cyaml_text(const yaml_event_t *event) {
    return event->type == YAML_SCALAR_EVENT ? event->data.scalar.value : NULL;
}

/// The bytes of that text.
static inline size_t cyaml_length(const yaml_event_t *event) {
    return event->type == YAML_SCALAR_EVENT ? event->data.scalar.length : 0;
}

/// Whether a scalar stands without quotes and is no block.
static inline bool cyaml_is_plain(const yaml_event_t *event) {
    return event->type == YAML_SCALAR_EVENT && event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
}
