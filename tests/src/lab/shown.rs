//! What Asterisk's console prints of a queue, read.

/// A queue, as `queue show` prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownQueue {
    /// Its members, by extension.
    pub members: Vec<ShownMember>,
    /// How many calls wait.
    pub waiting: usize,
}

/// A member, as `queue show` prints it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ShownMember {
    /// Extension, from the interface.
    pub extension: String,
    /// Name.
    pub name: String,
    /// Penalty.
    pub penalty: u32,
    /// Reason of the pause, empty if there is none; `None`: not paused.
    pub paused: Option<String>,
}

impl ShownQueue {
    pub(super) fn read(text: &str) -> Self {
        let mut members: Vec<_> = text.lines().filter_map(member).collect();
        members.sort();
        let waiting = text.lines().filter(|line| line.contains("(wait: ")).count();
        Self { members, waiting }
    }

    /// The member of that extension.
    pub fn member(&self, extension: &str) -> Option<&ShownMember> {
        self.members.iter().find(|member| member.extension == extension)
    }
}

/// E.g. `Ana (Local/1001@agents from Custom:a1001) with penalty 2 (dynamic) (paused:lunch was 0 secs ago) (Not in use) …`.
fn member(line: &str) -> Option<ShownMember> {
    let (name, rest) = line.split_once(" (Local/")?;
    let (extension, rest) = rest.split_once("@agents")?;
    let penalty = between(rest, " with penalty ", " ").map_or(Some(0), |text| text.parse().ok())?;
    let paused = match between(rest, "(paused:", " was ") {
        Some(reason) => Some(reason.to_owned()),
        None => rest.contains("(paused was ").then(String::new),
    };
    Some(ShownMember { extension: extension.to_owned(), name: name.trim().to_owned(), penalty, paused })
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    Some(text.split_once(before)?.1.split_once(after)?.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_console_prints_is_read() {
        let text = "support has 1 calls (max unlimited) in 'rrmemory' strategy (1s holdtime, 0s talktime), W:0, C:0, A:0
   Members:
      Pau (Local/1002@agents from Custom:a1002) (ringinuse disabled) (dynamic) (in call) (In use) has taken no calls yet
      Ana One (Local/7001@agents from Custom:a7001) with penalty 2 (ringinuse disabled) (dynamic) (paused:lunch, at 3 was 37 secs ago) (Unknown) has taken no calls yet
      Mar (Local/7002@agents from Custom:a7002) (ringinuse disabled) (dynamic) (paused was 3 secs ago) (Unknown) has taken no calls yet
   Callers:
      1. Local/wait@callers-00000000;1 (wait: 0:03, prio: 0)
";

        let queue = ShownQueue::read(text);

        let member = |extension: &str, name: &str, penalty, paused: Option<&str>| ShownMember {
            extension: extension.to_owned(),
            name: name.to_owned(),
            penalty,
            paused: paused.map(str::to_owned),
        };
        assert_eq!(queue.waiting, 1);
        let members =
            [member("1002", "Pau", 0, None), member("7001", "Ana One", 2, Some("lunch, at 3")), member("7002", "Mar", 0, Some(""))];
        assert_eq!(queue.members, members);
    }
}
