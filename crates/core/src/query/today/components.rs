//! Which cards are of one person, among very many.

/// Numbers from nothing on, each in one group.
#[derive(Debug, Default)]
pub struct Components(Vec<u32>);

impl Components {
    /// So many, each alone.
    pub fn of(count: usize) -> Self {
        Self((0..u32::try_from(count).unwrap_or(u32::MAX)).collect())
    }

    /// The one that stands for the group: its smallest.
    pub fn root(&self, of: u32) -> u32 {
        let mut at = of;
        while let Some(up) = self.0.get(at as usize).copied().filter(|up| *up != at) {
            at = up;
        }
        at
    }

    /// Two are in one group.
    pub fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        if let Some(up) = self.0.get_mut(a.max(b) as usize) {
            *up = a.min(b);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_joined_through_others_is_in_one_group() {
        let mut groups = Components::of(6);
        groups.join(4, 5);
        groups.join(1, 3);
        groups.join(3, 4);
        let roots: Vec<u32> = (0..6).map(|one| groups.root(one)).collect();
        assert_eq!(roots, [0, 1, 2, 1, 1, 1]);
    }
}
