//! How many turns a person can take on one day.

/// The most turns in a day with these slots free, with no more than `max_per_day`.
///
/// It is the longest run of free slots, within the limit: turns of a day lie together. In a day of four slots with a limit of
/// two, the run has to be the first two or the last two, since both middle ones leave no lunch. A day with any slot free takes
/// one turn, if the limit lets it.
pub fn day_capacity(free: &[bool], max_per_day: u32) -> u32 {
    let run = free.split(|free| !free).map(<[bool]>::len).max().unwrap_or(0);
    let most = u32::try_from(run).unwrap_or(u32::MAX).min(max_per_day);
    match free {
        [first, second, third, fourth] if most == 2 && max_per_day == 2 => {
            if (*first && *second) || (*third && *fourth) {
                2
            } else {
                1
            }
        }
        _ => most,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_takes_what_lies_together_within_the_limit() {
        let table = [
            // Four slots, by limits of one to four. 1 is free.
            ("0000", [0, 0, 0, 0]),
            ("1000", [1, 1, 1, 1]),
            ("1010", [1, 1, 1, 1]),
            ("1001", [1, 1, 1, 1]),
            ("1100", [1, 2, 2, 2]),
            ("0011", [1, 2, 2, 2]),
            ("0110", [1, 1, 2, 2]),
            ("1101", [1, 2, 2, 2]),
            ("1110", [1, 2, 3, 3]),
            ("0111", [1, 2, 3, 3]),
            ("1111", [1, 2, 3, 4]),
            // Other shapes have no lunch to keep.
            ("011", [1, 2, 2, 2]),
            ("01100", [1, 2, 2, 2]),
            ("110111", [1, 2, 3, 3]),
            ("", [0, 0, 0, 0]),
        ];

        for (drawn, expected) in table {
            let free: Vec<bool> = drawn.chars().map(|sign| sign == '1').collect();
            assert_eq!([1, 2, 3, 4].map(|limit| day_capacity(&free, limit)), expected, "{drawn}");
            assert_eq!(day_capacity(&free, 0), 0);
        }
    }
}
