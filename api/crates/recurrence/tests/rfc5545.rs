//! All examples of RFC 5545, section 3.8.5.3, in its order, with the dates that it writes down. All are told in New York.
#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use std::fmt::Write;

use chrono::NaiveDateTime;
use chrono_tz::America::New_York;
use recurrence::{Rule, Series};

/// An example: what it is called, when it begins, its rule, what is left out, whether it goes on after what is written down, and that.
type Example = (&'static str, &'static str, &'static str, &'static [&'static str], bool, &'static str);

const EXAMPLES: &[Example] = &[
    ("Daily for 10 occurrences", "19970902T0900", "FREQ=DAILY;COUNT=10", &[], false, "199709:02,03,04,05,06,07,08,09,10,11"),
    (
        "Daily until December 24, 1997",
        "19970902T0900",
        "FREQ=DAILY;UNTIL=19971224T000000Z",
        &[],
        false,
        "199709:02,03,04,05,06,07,08,09,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30 \
         199710:01,02,03,04,05,06,07,08,09,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31 \
         199711:01,02,03,04,05,06,07,08,09,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30 \
         199712:01,02,03,04,05,06,07,08,09,10,11,12,13,14,15,16,17,18,19,20,21,22,23",
    ),
    (
        "Every other day, forever",
        "19970902T0900",
        "FREQ=DAILY;INTERVAL=2",
        &[],
        true,
        "199709:02,04,06,08,10,12,14,16,18,20,22,24,26,28,30 199710:02,04,06,08,10,12,14,16,18,20,22,24,26,28,30 \
         199711:01,03,05,07,09,11,13,15,17,19,21,23,25,27,29 199712:01,03",
    ),
    ("Every 10 days, 5 occurrences", "19970902T0900", "FREQ=DAILY;INTERVAL=10;COUNT=5", &[], false, "199709:02,12,22 199710:02,12"),
    (
        "Every day in January, for 3 years, by year",
        "19980101T0900",
        "FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA",
        &[],
        false,
        "199801:01,02,03,04,05,06,07,08,09,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31 \
         199901:01,02,03,04,05,06,07,08,09,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31 \
         200001:01,02,03,04,05,06,07,08,09,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31",
    ),
    (
        "Every day in January, for 3 years, by day",
        "19980101T0900",
        "FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1",
        &[],
        false,
        "199801:01,02,03,04,05,06,07,08,09,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31 \
         199901:01,02,03,04,05,06,07,08,09,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31 \
         200001:01,02,03,04,05,06,07,08,09,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31",
    ),
    (
        "Weekly for 10 occurrences",
        "19970902T0900",
        "FREQ=WEEKLY;COUNT=10",
        &[],
        false,
        "199709:02,09,16,23,30 199710:07,14,21,28 199711:04",
    ),
    (
        "Weekly until December 24, 1997",
        "19970902T0900",
        "FREQ=WEEKLY;UNTIL=19971224T000000Z",
        &[],
        false,
        "199709:02,09,16,23,30 199710:07,14,21,28 199711:04,11,18,25 199712:02,09,16,23",
    ),
    (
        "Every other week, forever",
        "19970902T0900",
        "FREQ=WEEKLY;INTERVAL=2;WKST=SU",
        &[],
        true,
        "199709:02,16,30 199710:14,28 199711:11,25 199712:09,23 199801:06,20 199802:03,17",
    ),
    (
        "Weekly on Tuesday and Thursday for five weeks, until",
        "19970902T0900",
        "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH",
        &[],
        false,
        "199709:02,04,09,11,16,18,23,25,30 199710:02",
    ),
    (
        "Weekly on Tuesday and Thursday for five weeks, counted",
        "19970902T0900",
        "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH",
        &[],
        false,
        "199709:02,04,09,11,16,18,23,25,30 199710:02",
    ),
    (
        "Every other week on Monday, Wednesday and Friday until December 24, 1997",
        "19970901T0900",
        "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
        &[],
        false,
        "199709:01,03,05,15,17,19,29 199710:01,03,13,15,17,27,29,31 199711:10,12,14,24,26,28 199712:08,10,12,22",
    ),
    (
        "Every other week on Tuesday and Thursday, for 8 occurrences",
        "19970902T0900",
        "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
        &[],
        false,
        "199709:02,04,16,18,30 199710:02,14,16",
    ),
    (
        "Monthly on the first Friday for 10 occurrences",
        "19970905T0900",
        "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
        &[],
        false,
        "199709:05 199710:03 199711:07 199712:05 199801:02 199802:06 199803:06 199804:03 199805:01 199806:05",
    ),
    (
        "Monthly on the first Friday until December 24, 1997",
        "19970905T0900",
        "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR",
        &[],
        false,
        "199709:05 199710:03 199711:07 199712:05",
    ),
    (
        "Every other month on the first and last Sunday for 10 occurrences",
        "19970907T0900",
        "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
        &[],
        false,
        "199709:07,28 199711:02,30 199801:04,25 199803:01,29 199805:03,31",
    ),
    (
        "Monthly on the second-to-last Monday for 6 months",
        "19970922T0900",
        "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
        &[],
        false,
        "199709:22 199710:20 199711:17 199712:22 199801:19 199802:16",
    ),
    (
        "Monthly on the third-to-the-last day, forever",
        "19970928T0900",
        "FREQ=MONTHLY;BYMONTHDAY=-3",
        &[],
        true,
        "199709:28 199710:29 199711:28 199712:29 199801:29 199802:26",
    ),
    (
        "Monthly on the 2nd and 15th for 10 occurrences",
        "19970902T0900",
        "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
        &[],
        false,
        "199709:02,15 199710:02,15 199711:02,15 199712:02,15 199801:02,15",
    ),
    (
        "Monthly on the first and last day for 10 occurrences",
        "19970930T0900",
        "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
        &[],
        false,
        "199709:30 199710:01,31 199711:01,30 199712:01,31 199801:01,31 199802:01",
    ),
    (
        "Every 18 months on the 10th thru 15th for 10 occurrences",
        "19970910T0900",
        "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
        &[],
        false,
        "199709:10,11,12,13,14,15 199903:10,11,12,13",
    ),
    (
        "Every Tuesday, every other month",
        "19970902T0900",
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU",
        &[],
        true,
        "199709:02,09,16,23,30 199711:04,11,18,25 199801:06,13,20,27 199803:03,10,17,24,31",
    ),
    (
        "Yearly in June and July for 10 occurrences",
        "19970610T0900",
        "FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
        &[],
        false,
        "199706:10 199707:10 199806:10 199807:10 199906:10 199907:10 200006:10 200007:10 200106:10 200107:10",
    ),
    (
        "Every other year in January, February and March for 10 occurrences",
        "19970310T0900",
        "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
        &[],
        false,
        "199703:10 199901:10 199902:10 199903:10 200101:10 200102:10 200103:10 200301:10 200302:10 200303:10",
    ),
    (
        "Every third year on the 1st, 100th and 200th day for 10 occurrences",
        "19970101T0900",
        "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
        &[],
        false,
        "199701:01 199704:10 199707:19 200001:01 200004:09 200007:18 200301:01 200304:10 200307:19 200601:01",
    ),
    ("Every 20th Monday of the year, forever", "19970519T0900", "FREQ=YEARLY;BYDAY=20MO", &[], true, "199705:19 199805:18 199905:17"),
    ("Monday of week number 20, forever", "19970512T0900", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", &[], true, "199705:12 199805:11 199905:17"),
    (
        "Every Thursday in March, forever",
        "19970313T0900",
        "FREQ=YEARLY;BYMONTH=3;BYDAY=TH",
        &[],
        true,
        "199703:13,20,27 199803:05,12,19,26 199903:04,11,18,25",
    ),
    (
        "Every Thursday in June, July and August, forever",
        "19970605T0900",
        "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8",
        &[],
        true,
        "199706:05,12,19,26 199707:03,10,17,24,31 199708:07,14,21,28 199806:04,11,18,25 199807:02,09,16,23,30 \
         199808:06,13,20,27 199906:03,10,17,24 199907:01,08,15,22,29 199908:05,12,19,26",
    ),
    (
        "Every Friday the 13th, forever",
        "19970902T0900",
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
        &["19970902T0900"],
        true,
        "199802:13 199803:13 199811:13 199908:13 200010:13",
    ),
    (
        "The first Saturday that follows the first Sunday of the month, forever",
        "19970913T0900",
        "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
        &[],
        true,
        "199709:13 199710:11 199711:08 199712:13 199801:10 199802:07 199803:07 199804:11 199805:09 199806:13",
    ),
    (
        "Every 4 years, the first Tuesday after a Monday in November, forever",
        "19961105T0900",
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
        &[],
        true,
        "199611:05 200011:07 200411:02",
    ),
    (
        "The third instance into the month of Tuesday, Wednesday or Thursday, for 3 months",
        "19970904T0900",
        "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
        &[],
        false,
        "199709:04 199710:07 199711:06",
    ),
    (
        "The second-to-last weekday of the month",
        "19970929T0900",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
        &[],
        true,
        "199709:29 199710:30 199711:27 199712:30 199801:29 199802:26 199803:30",
    ),
    (
        "Every 3 hours from 9:00 to 17:00 on a day",
        "19970902T0900",
        "FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T210000Z",
        &[],
        false,
        "199709:02T0900,02T1200,02T1500",
    ),
    (
        "Every 15 minutes for 6 occurrences",
        "19970902T0900",
        "FREQ=MINUTELY;INTERVAL=15;COUNT=6",
        &[],
        false,
        "199709:02T0900,02T0915,02T0930,02T0945,02T1000,02T1015",
    ),
    (
        "Every hour and a half for 4 occurrences",
        "19970902T0900",
        "FREQ=MINUTELY;INTERVAL=90;COUNT=4",
        &[],
        false,
        "199709:02T0900,02T1030,02T1200,02T1330",
    ),
    (
        "Every 20 minutes from 9:00 to 16:40 every day, by day",
        "19970902T0900",
        "FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40",
        &[],
        true,
        "199709:02T0900,02T0920,02T0940,02T1000,02T1020,02T1040,02T1100,02T1120,02T1140,02T1200,02T1220,02T1240,02T1300,02T1320,02T1340,02T1400,02T1420,02T1440,02T1500,02T1520,02T1540,02T1600,02T1620,02T1640,03T0900,03T0920,03T0940,03T1000,03T1020,03T1040,03T1100,03T1120,03T1140,03T1200,03T1220,03T1240,03T1300,03T1320,03T1340,03T1400,03T1420,03T1440,03T1500,03T1520,03T1540,03T1600,03T1620,03T1640",
    ),
    (
        "Every 20 minutes from 9:00 to 16:40 every day, by minute",
        "19970902T0900",
        "FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16",
        &[],
        true,
        "199709:02T0900,02T0920,02T0940,02T1000,02T1020,02T1040,02T1100,02T1120,02T1140,02T1200,02T1220,02T1240,02T1300,02T1320,02T1340,02T1400,02T1420,02T1440,02T1500,02T1520,02T1540,02T1600,02T1620,02T1640,03T0900,03T0920,03T0940,03T1000,03T1020,03T1040,03T1100,03T1120,03T1140,03T1200,03T1220,03T1240,03T1300,03T1320,03T1340,03T1400,03T1420,03T1440,03T1500,03T1520,03T1540,03T1600,03T1620,03T1640",
    ),
    (
        "Where the week begins on Monday",
        "19970805T0900",
        "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
        &[],
        false,
        "199708:05,10,19,24",
    ),
    (
        "Where the week begins on Sunday",
        "19970805T0900",
        "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
        &[],
        false,
        "199708:05,17,19,31",
    ),
    (
        "A day that is not in every month is left out",
        "20070115T0900",
        "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5",
        &[],
        false,
        "200701:15,30 200702:15 200703:15,30",
    ),
];

fn local(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M").unwrap()
}

/// What is written down, as `199709:02,03T1030`, a month after the other; nine o'clock where nothing is said.
fn written(text: &str) -> Vec<NaiveDateTime> {
    let months = text.split_whitespace().filter_map(|month| month.split_once(':'));
    let days = months.flat_map(|(month, days)| days.split(',').map(move |day| format!("{month}{day}")));
    days.map(|day| local(&if day.contains('T') { day } else { day + "T0900" })).collect()
}

#[test]
fn every_example_gives_the_dates_that_are_written_down() {
    let mut faults = String::new();

    for (name, start, rule, left_out, endless, expected) in EXAMPLES {
        let expected = written(expected);
        let rule: Rule = rule.parse().unwrap();
        let left_out: Vec<NaiveDateTime> = left_out.iter().map(|text| local(text)).collect();
        let series = Series::new(local(start), New_York, Some(&rule), &[], &left_out).unwrap();
        let mut given = series.iter().map(|occurrence| occurrence.local);
        let first: Vec<NaiveDateTime> = given.by_ref().take(expected.len()).collect();
        if first != expected || given.next().is_some() != *endless {
            writeln!(faults, "{name}: {first:?}").unwrap();
        }
    }

    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn whoever_asks_from_an_instant_on_gets_what_is_left() {
    for (name, start, rule, left_out, _, _) in EXAMPLES {
        let rule: Rule = rule.parse().unwrap();
        let left_out: Vec<NaiveDateTime> = left_out.iter().map(|text| local(text)).collect();
        let series = Series::new(local(start), New_York, Some(&rule), &[], &left_out).unwrap();
        let all: Vec<_> = series.iter().take(40).collect();

        for (place, from) in all.iter().enumerate() {
            let rest: Vec<_> = series.from(from.at).take(all.len() - place).collect();
            assert_eq!(rest, all[place..], "{name} from {from:?}");
        }
    }
}

#[test]
fn the_christmas_of_every_forever_is_there() {
    let rule: Rule = "FREQ=YEARLY".parse().unwrap();
    let series = Series::new(local("19971225T0900"), New_York, Some(&rule), &[], &[]).unwrap();

    assert_eq!(series.iter().count(), 203);
}
