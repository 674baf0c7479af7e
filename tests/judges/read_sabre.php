<?php
// The judge sabre/vobject (Debian's php-sabre-vobject), the parser of Baikal and older Nextcloud.
// Says what it read in the form that normal_form.py describes, and anything that validate() has
// to say, of whatever level, is a fault.
//
// Debian ships version 2.1, which is older than some of what we write. Its quirks:
// - validate() knows none of the properties that RFC 7986 allows in a VCALENDAR, nor that any X-
//   property may stand there (RFC 5545, section 3.6). These messages, and only these, are let go.
// - It decodes \\ and \n but leaves \, and \; to whom asks for the value. Nothing is lost: a text
//   never holds a comma or a semicolon without the backslash, so what is left of the escaping is
//   undone here without doubt.

use Sabre\VObject;

// The package does not know the PHP that it runs on: it warns of return types to come.
error_reporting(E_ALL & ~E_DEPRECATED);
set_error_handler(function ($level, $words, $file, $line) {
    if (error_reporting() & $level) {
        throw new ErrorException($words, 0, $level, $file, $line);
    }
    return true;
});

require_once 'Sabre/VObject/autoload.php';

const RFC_7986 = ['NAME', 'DESCRIPTION', 'UID', 'LAST-MODIFIED', 'URL', 'CATEGORIES',
    'REFRESH-INTERVAL', 'SOURCE', 'COLOR', 'IMAGE'];

function faults($calendar) {
    $faults = [];
    foreach ($calendar->validate() as $warning) {
        $is_property = preg_match(
            '/^The (\S+) property is not allowed in the VCALENDAR component$/',
            $warning['message'],
            $match
        );
        $is_allowed = $is_property
            && (in_array($match[1], RFC_7986, true) || strpos($match[1], 'X-') === 0);
        if (!$is_allowed) {
            $faults[] = "level {$warning['level']}: {$warning['message']}";
        }
    }
    return $faults;
}

function read_events($octets) {
    $calendar = VObject\Reader::read($octets);
    if (!$calendar instanceof VObject\Component\VCalendar) {
        throw new Exception('expected a VCALENDAR');
    }
    $faults = faults($calendar);
    if ($faults) {
        throw new Exception(implode('; ', $faults));
    }
    return array_map('event', array_values($calendar->select('VEVENT')));
}

function event($component) {
    $property = function ($name) use ($component) {
        $lines = array_values($component->select($name));
        if (count($lines) > 1) {
            throw new Exception("$name stands " . count($lines) . ' times in one event');
        }
        return $lines ? $lines[0] : null;
    };
    $raw = function ($name) use ($property) {
        $line = $property($name);
        return $line === null ? null : (string) $line->getValue();
    };
    $text = function ($name) use ($raw) {
        return $raw($name) === null ? null : unescaped($raw($name));
    };
    $time = function ($name) use ($property) {
        $line = $property($name);
        return $line === null ? null : instant((string) $line->getValue());
    };
    $categories = [];
    foreach ($component->select('CATEGORIES') as $line) {
        array_push($categories, ...listed((string) $line->getValue()));
    }
    $alarms = [];
    foreach ($component->select('VALARM') as $alarm) {
        $alarms[] = seconds((string) $alarm->TRIGGER->getValue());
    }
    return [
        'uid' => $text('UID'),
        'dtstamp' => $time('DTSTAMP'),
        'created' => $time('CREATED'),
        'last_modified' => $time('LAST-MODIFIED'),
        'sequence' => $raw('SEQUENCE') === null ? null : (int) $raw('SEQUENCE'),
        'start' => $time('DTSTART'),
        'end' => $time('DTEND'),
        'status' => $text('STATUS'),
        'transp' => $text('TRANSP'),
        'summary' => $text('SUMMARY'),
        'description' => $text('DESCRIPTION'),
        'location' => $text('LOCATION'),
        'categories' => $categories,
        'url' => $raw('URL'),
        'alarms' => $alarms,
    ];
}

function unescaped($value) {
    return preg_replace('/\\\\([,;])/', '$1', $value);
}

function listed($value) {
    return array_map('unescaped', preg_split('/(?<!\\\\),/', $value));
}

function instant($value) {
    if (!preg_match('/^\d{8}T\d{6}Z$/', $value)) {
        throw new Exception("$value is no instant: expected a time in UTC");
    }
    return VObject\DateTimeParser::parseDateTime($value)->format('Y-m-d\TH:i:s\Z');
}

function seconds($value) {
    $start = new DateTimeImmutable('2023-01-01T00:00:00Z');
    return $start->add(VObject\DateTimeParser::parseDuration($value))->getTimestamp()
        - $start->getTimestamp();
}

foreach (array_slice($argv, 1) as $feed) {
    try {
        $said = ['feed' => $feed, 'events' => read_events(file_get_contents($feed))];
    } catch (Throwable $fault) {
        $said = ['feed' => $feed, 'fault' => get_class($fault) . ': ' . $fault->getMessage()];
    }
    echo json_encode($said, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES), "\n";
}
