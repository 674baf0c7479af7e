/*
 * The judge libical, the parser of GNOME, KDE and Cyrus. Says what it read in the form that
 * normal_form.py describes.
 *
 * Beside parsing it runs icalrestriction_check, which holds a component against the tables of
 * RFC 5546, and takes any X-LIC-ERROR that either leaves behind as a fault.
 */

#include <libical/ical.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void write_string(const char *text) {
    if (text == NULL) {
        fputs("null", stdout);
        return;
    }
    putchar('"');
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        if (*c == '"' || *c == '\\') {
            printf("\\%c", *c);
        } else if (*c < 0x20) {
            printf("\\u%04x", *c);
        } else {
            putchar(*c);
        }
    }
    putchar('"');
}

static void write_key(const char *key) {
    printf(", \"%s\": ", key);
}

/* The property's value as text, decoded; NULL where it does not stand. */
static const char *text_of(icalcomponent *event, icalproperty_kind kind) {
    icalproperty *property = icalcomponent_get_first_property(event, kind);
    if (property == NULL) {
        return NULL;
    }
    icalvalue *value = icalproperty_get_value(property);
    switch (icalvalue_isa(value)) {
    case ICAL_URI_VALUE:
        return icalvalue_get_uri(value);
    case ICAL_STATUS_VALUE:
    case ICAL_TRANSP_VALUE:
        return icalproperty_get_value_as_string(property);
    default:
        return icalvalue_get_text(value);
    }
}

/* The property's value as an instant; false where it does not stand, is a date or floats. */
static bool time_of(icalcomponent *event, icalproperty_kind kind, struct icaltimetype *time) {
    icalproperty *property = icalcomponent_get_first_property(event, kind);
    if (property == NULL) {
        return false;
    }
    *time = icalvalue_get_datetime(icalproperty_get_value(property));
    return !icaltime_is_null_time(*time) && !icaltime_is_date(*time) && icaltime_is_utc(*time);
}

static const struct {
    const char *key;
    icalproperty_kind kind;
} TIMES[] = {
    {"dtstamp", ICAL_DTSTAMP_PROPERTY},
    {"created", ICAL_CREATED_PROPERTY},
    {"last_modified", ICAL_LASTMODIFIED_PROPERTY},
    {"start", ICAL_DTSTART_PROPERTY},
    {"end", ICAL_DTEND_PROPERTY},
}, TEXTS[] = {
    {"status", ICAL_STATUS_PROPERTY},
    {"transp", ICAL_TRANSP_PROPERTY},
    {"summary", ICAL_SUMMARY_PROPERTY},
    {"description", ICAL_DESCRIPTION_PROPERTY},
    {"location", ICAL_LOCATION_PROPERTY},
    {"url", ICAL_URL_PROPERTY},
};

static void write_categories(icalcomponent *event) {
    putchar('[');
    const char *comma = "";
    /* libical makes one property of each value of the list. */
    for (icalproperty *line = icalcomponent_get_first_property(event, ICAL_CATEGORIES_PROPERTY);
         line != NULL;
         line = icalcomponent_get_next_property(event, ICAL_CATEGORIES_PROPERTY)) {
        fputs(comma, stdout);
        write_string(icalproperty_get_categories(line));
        comma = ", ";
    }
    putchar(']');
}

static void write_alarms(icalcomponent *event) {
    putchar('[');
    const char *comma = "";
    for (icalcomponent *alarm = icalcomponent_get_first_component(event, ICAL_VALARM_COMPONENT);
         alarm != NULL;
         alarm = icalcomponent_get_next_component(event, ICAL_VALARM_COMPONENT)) {
        icalproperty *trigger = icalcomponent_get_first_property(alarm, ICAL_TRIGGER_PROPERTY);
        fputs(comma, stdout);
        printf("%d", icaldurationtype_as_int(icalproperty_get_trigger(trigger).duration));
        comma = ", ";
    }
    putchar(']');
}

static void write_event(icalcomponent *event) {
    fputs("{\"uid\": ", stdout);
    write_string(text_of(event, ICAL_UID_PROPERTY));
    for (size_t i = 0; i < sizeof TIMES / sizeof *TIMES; i++) {
        struct icaltimetype time;
        write_key(TIMES[i].key);
        if (time_of(event, TIMES[i].kind, &time)) {
            printf("\"%04d-%02d-%02dT%02d:%02d:%02dZ\"", time.year, time.month, time.day,
                   time.hour, time.minute, time.second);
        } else {
            fputs("null", stdout);
        }
    }
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
        write_key(TEXTS[i].key);
        write_string(text_of(event, TEXTS[i].kind));
    }
    write_key("sequence");
    icalproperty *sequence = icalcomponent_get_first_property(event, ICAL_SEQUENCE_PROPERTY);
    if (sequence == NULL) {
        fputs("null", stdout);
    } else {
        printf("%d", icalproperty_get_sequence(sequence));
    }
    write_key("categories");
    write_categories(event);
    write_key("alarms");
    write_alarms(event);
    putchar('}');
}

/* The first fault that libical left in the tree as an X-LIC-ERROR; NULL if there is none. */
static const char *error_in(icalcomponent *component) {
    icalproperty *error = icalcomponent_get_first_property(component, ICAL_XLICERROR_PROPERTY);
    if (error != NULL) {
        return icalproperty_get_xlicerror(error);
    }
    for (icalcomponent *child = icalcomponent_get_first_component(component, ICAL_ANY_COMPONENT);
         child != NULL;
         child = icalcomponent_get_next_component(component, ICAL_ANY_COMPONENT)) {
        const char *fault = error_in(child);
        if (fault != NULL) {
            return fault;
        }
    }
    return NULL;
}

static const char *fault_in(icalcomponent *calendar) {
    if (calendar == NULL || icalcomponent_isa(calendar) != ICAL_VCALENDAR_COMPONENT) {
        return "expected one VCALENDAR";
    }
    bool is_allowed = icalrestriction_check(calendar);
    const char *fault = error_in(calendar);
    if (fault != NULL) {
        return fault;
    }
    return is_allowed ? NULL : "against the tables of RFC 5546";
}

static void write_events(icalcomponent *calendar) {
    fputs(", \"events\": [", stdout);
    const char *comma = "";
    for (icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
         event != NULL;
         event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
        fputs(comma, stdout);
        write_event(event);
        comma = ", ";
    }
    putchar(']');
}

/* The file's octets and a NUL; ends the program where it cannot be read. */
static char *content_of(const char *name) {
    FILE *file = fopen(name, "rb");
    long length;
    if (file == NULL || fseek(file, 0, SEEK_END) != 0 || (length = ftell(file)) < 0) {
        perror(name);
        exit(1);
    }
    rewind(file);
    char *content = calloc((size_t)length + 1, 1);
    if (content == NULL || fread(content, 1, (size_t)length, file) != (size_t)length) {
        perror(name);
        exit(1);
    }
    fclose(file);
    return content;
}

int main(int count, char **arguments) {
    icalerror_set_errors_are_fatal(false);
    for (int i = 1; i < count; i++) {
        char *content = content_of(arguments[i]);
        icalcomponent *calendar = icalparser_parse_string(content);
        const char *fault = fault_in(calendar);
        fputs("{\"feed\": ", stdout);
        write_string(arguments[i]);
        if (fault != NULL) {
            fputs(", \"fault\": ", stdout);
            write_string(fault);
        } else {
            write_events(calendar);
        }
        fputs("}\n", stdout);
        if (calendar != NULL) {
            icalcomponent_free(calendar);
        }
        free(content);
    }
    return 0;
}
