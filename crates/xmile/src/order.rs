//! An order in which things can be computed that need each other.

/// The `nodes` in an order in which each stands behind what it needs, ties by number.
///
/// # Errors
/// The nodes of a circle, in order, the first again at the end.
pub(crate) fn sorted(nodes: &[usize], needs: &[Vec<usize>]) -> Result<Vec<usize>, Vec<usize>> {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        New,
        Open,
        Done,
    }
    let mut marks = vec![Mark::New; needs.len()];
    let mut found = Vec::with_capacity(nodes.len());
    // Depth first with a stack of one's own: models may be deep.
    let mut stack: Vec<(usize, usize)> = Vec::new();
    for node in nodes {
        if marks.get(*node) != Some(&Mark::New) {
            continue;
        }
        stack.push((*node, 0));
        marks[*node] = Mark::Open;
        while let Some((at, next)) = stack.pop() {
            let Some(need) = needs.get(at).and_then(|all| all.get(next)).copied() else {
                marks[at] = Mark::Done;
                found.push(at);
                continue;
            };
            stack.push((at, next + 1));
            match marks.get(need) {
                Some(Mark::New) => {
                    marks[need] = Mark::Open;
                    stack.push((need, 0));
                }
                Some(Mark::Open) => {
                    let from = stack.iter().position(|(one, _)| *one == need).unwrap_or(0);
                    let mut cycle: Vec<usize> = stack.iter().skip(from).map(|(one, _)| *one).collect();
                    cycle.push(need);
                    return Err(cycle);
                }
                Some(Mark::Done) | None => {}
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn needs_come_first_and_circles_are_found() {
        assert_eq!(sorted(&[0, 1, 2], &[vec![2], vec![0], vec![]]), Ok(vec![2, 0, 1]));
        assert_eq!(sorted(&[0, 1, 2], &[vec![1], vec![2], vec![1]]), Err(vec![1, 2, 1]));
    }
}
