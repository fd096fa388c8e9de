//! Turns given to and taken from people until they fill the cells, and until nobody is owed more than need be.

use super::{Step, Tenths};

/// Somebody's load while it is being found.
#[derive(Clone, Debug)]
pub(super) struct Account {
    pub(super) name: String,
    pub(super) load: u32,
    pub(super) lower: u32,
    pub(super) upper: u32,
    pub(super) credit: Tenths,
}

const ONE: Tenths = Tenths(10);

/// Brings the sum of loads as near to `cells` as limits allow: too many are taken from people with the most credit, too few
/// given to those most in debt. Pass by pass, one turn each: first those who have credit (or debt) at all, and when they can do
/// no more, everybody.
pub(super) fn fill(accounts: &mut [Account], cells: u64, steps: &mut Vec<Step>) {
    let sum = accounts.iter().map(|account| u64::from(account.load)).sum::<u64>();
    let taking = sum > cells;
    let mut left = sum.abs_diff(cells);
    for only_owed in [true, false] {
        loop {
            let before = left;
            for person in order(accounts, taking, only_owed) {
                if left == 0 {
                    return;
                }
                if shift(&mut accounts[person], taking) {
                    left -= 1;
                    let credit = accounts[person].credit;
                    steps.push(if taking { Step::Took { person, credit } } else { Step::Gave { person, credit } });
                }
            }
            if left == before {
                break;
            }
        }
    }
}

/// Moves turns from the biggest creditor who has one to the biggest debtor who can take one, while both together come nearer to
/// nothing owed.
pub(super) fn compensate(accounts: &mut [Account], steps: &mut Vec<Step>) {
    loop {
        let debtor = order(accounts, false, false).into_iter().find(|person| accounts[*person].load < accounts[*person].upper);
        let creditor = order(accounts, true, false)
            .into_iter()
            .find(|person| accounts[*person].load > accounts[*person].lower && Some(*person) != debtor);
        let (Some(to), Some(from)) = (debtor, creditor) else { return };
        let (debt, credit) = (accounts[to].credit, accounts[from].credit);
        if (debt + ONE).abs() + (credit - ONE).abs() >= debt.abs() + credit.abs() {
            return;
        }
        shift(&mut accounts[from], true);
        shift(&mut accounts[to], false);
        steps.push(Step::Moved { from, to });
    }
}

/// Whose turn it is to lose one, or to get one. Who has most credit loses first, who has least gets first; ties by name.
fn order(accounts: &[Account], taking: bool, only_owed: bool) -> Vec<usize> {
    let claim = |person: usize| if taking { accounts[person].credit } else { -accounts[person].credit };
    let mut people: Vec<usize> = (0..accounts.len()).filter(|person| !only_owed || claim(*person) > Tenths(0)).collect();
    people.sort_by(|a, b| claim(*b).cmp(&claim(*a)).then_with(|| accounts[*a].name.cmp(&accounts[*b].name)));
    people
}

/// One turn less, or more, if limits allow.
fn shift(account: &mut Account, taking: bool) -> bool {
    let allowed = if taking { account.load > account.lower } else { account.load < account.upper };
    if allowed {
        account.load = if taking { account.load - 1 } else { account.load + 1 };
        account.credit = if taking { account.credit - ONE } else { account.credit + ONE };
    }
    allowed
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Accounts from load, upper limit and credit in tenths, called a, b, c, …
    fn accounts(given: &[(u32, u32, i64)]) -> Vec<Account> {
        let account = |(place, (load, upper, credit)): (usize, &(u32, u32, i64))| Account {
            name: char::from(b'a' + u8::try_from(place).unwrap()).to_string(),
            load: *load,
            lower: 0,
            upper: *upper,
            credit: Tenths(*credit),
        };
        given.iter().enumerate().map(account).collect()
    }

    /// Loads and credits after filling so many cells.
    fn filled(given: &[(u32, u32, i64)], cells: u64) -> Vec<(u32, i64)> {
        let mut accounts = accounts(given);
        fill(&mut accounts, cells, &mut Vec::new());
        accounts.iter().map(|account| (account.load, account.credit.0)).collect()
    }

    #[test]
    fn too_many_turns_are_taken_from_those_with_most_credit() {
        assert_eq!(filled(&[(4, 4, 0), (4, 4, 12), (4, 4, 30)], 10), [(4, 0), (3, 2), (3, 20)]);
        // A second pass, without b once its credit is spent; then everybody, by credit and by name.
        assert_eq!(filled(&[(4, 4, 0), (4, 4, 4), (4, 4, 15)], 9), [(4, 0), (3, -6), (2, -5)]);
        assert_eq!(filled(&[(4, 4, 0), (4, 4, 0), (4, 4, -5)], 11), [(3, -10), (4, 0), (4, -5)]);
    }

    #[test]
    fn nobody_is_left_with_less_than_none() {
        assert_eq!(filled(&[(1, 4, 90), (4, 4, 0)], 2), [(0, 80), (2, -20)]);
    }

    #[test]
    fn too_few_are_given_to_those_most_in_debt_up_to_their_limit() {
        assert_eq!(filled(&[(2, 4, 0), (2, 3, -30), (2, 4, -8)], 9), [(3, 10), (3, -20), (3, 2)]);
        // What is beyond all limits stays missing.
        assert_eq!(filled(&[(2, 2, 0), (2, 3, 0)], 9), [(2, 0), (3, 10)]);
    }

    #[test]
    fn turns_move_from_creditors_to_debtors_while_both_gain() {
        let mut people = accounts(&[(3, 5, -21), (3, 5, 18), (3, 5, 9)]);
        let mut steps = Vec::new();

        compensate(&mut people, &mut steps);

        // -2.1 and 1.8, then -1.1 and 0.9; after that -0.1 and 0.8 would become 0.9 and -0.2, and nobody gains.
        assert_eq!(steps, [Step::Moved { from: 1, to: 0 }, Step::Moved { from: 2, to: 0 }]);
        assert_eq!(people.iter().map(|account| account.load).collect::<Vec<_>>(), [5, 2, 2]);
    }

    #[test]
    fn limits_stop_a_move_for_one_person_and_the_next_one_comes() {
        let mut people = accounts(&[(3, 3, -30), (3, 4, -10), (0, 4, 40), (2, 4, 10)]);
        let mut steps = Vec::new();

        compensate(&mut people, &mut steps);

        assert_eq!(steps, [Step::Moved { from: 3, to: 1 }]);
    }
}
