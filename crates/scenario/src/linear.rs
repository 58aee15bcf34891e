//! Dense linear algebra of a few dozen rows, in a fixed order of operations.

/// Pivots below this share of the largest one belong to rows that say nothing new.
const DEPENDENT: f64 = 1e-11;

/// The largest entry of a row by its size among some columns, and where it stands.
fn largest_of(row: &[f64], columns: &[usize]) -> (f64, usize) {
    let mut best = (0.0, 0);
    for column in columns {
        let entry = row.get(*column).copied().unwrap_or(0.0).abs();
        if entry > best.0 {
            best = (entry, *column);
        }
    }
    best
}

/// Solves a square system by elimination with full pivoting; rows are `size` + 1 numbers, the right side last.
///
/// Dependent rows are left out and their unknowns 0: one of the solutions of a system that has more than one.
pub(crate) fn solve(mut rows: Vec<Vec<f64>>) -> Vec<f64> {
    let size = rows.len();
    let mut columns: Vec<usize> = (0..size).collect();
    // Rows are mostly zeros: a step changes few of them, and only those are looked through again.
    let mut maxima: Vec<(f64, usize)> = rows.iter().map(|row| largest_of(row, &columns)).collect();
    let mut largest = 0.0_f64;
    let mut rank = 0;
    for step in 0..size {
        let mut best = (0.0, step, step);
        for (at, (entry, column)) in maxima.iter().enumerate().skip(step) {
            if *entry > best.0 {
                best = (*entry, at, *column);
            }
        }
        largest = largest.max(best.0);
        if best.0 <= DEPENDENT * largest {
            break;
        }
        rank = step + 1;
        let column = best.2;
        rows.swap(step, best.1);
        maxima.swap(step, best.1);
        if let Some(place) = columns.iter().position(|one| *one == column) {
            columns.swap(step, place);
        }
        let (above, below) = rows.split_at_mut(step + 1);
        let Some(pivot_row) = above.last() else { break };
        let pivot = pivot_row.get(column).copied().unwrap_or(1.0);
        let left = columns.get(step + 1..).unwrap_or_default();
        for (row, maximum) in below.iter_mut().zip(maxima.iter_mut().skip(step + 1)) {
            let factor = row.get(column).copied().unwrap_or(0.0) / pivot;
            if factor != 0.0 {
                for (entry, by) in row.iter_mut().zip(pivot_row) {
                    *entry -= factor * by;
                }
                *maximum = largest_of(row, left);
            }
        }
    }
    let mut found = vec![0.0; size];
    for step in (0..rank).rev() {
        let (Some(row), Some(column)) = (rows.get(step), columns.get(step).copied()) else { continue };
        let mut rest = row.last().copied().unwrap_or(0.0);
        for other in columns.iter().take(rank).skip(step + 1) {
            rest -= row.get(*other).copied().unwrap_or(0.0) * found.get(*other).copied().unwrap_or(0.0);
        }
        if let Some(slot) = found.get_mut(column) {
            *slot = rest / row.get(column).copied().unwrap_or(1.0);
        }
    }
    found
}

/// The lower triangle L of a positive definite matrix, L Lᵀ being the matrix; `None` when it is not positive definite.
pub(crate) fn cholesky(matrix: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let size = matrix.len();
    let mut lower: Vec<Vec<f64>> = Vec::with_capacity(size);
    for (at, of) in matrix.iter().enumerate() {
        let mut row = vec![0.0; at + 1];
        for place in 0..=at {
            let before = lower.get(place).map_or(&[][..], Vec::as_slice);
            let dot: f64 = row.iter().take(place).zip(before).map(|(a, b)| a * b).sum();
            let own: f64 = row.iter().take(place).map(|a| a * a).sum();
            let entry = of.get(place).copied()?;
            let value = if place == at {
                let rest = entry - own;
                if rest.is_nan() || rest <= 0.0 {
                    return None;
                }
                libm::sqrt(rest)
            } else {
                (entry - dot) / before.get(place).copied()?
            };
            *row.get_mut(place)? = value;
        }
        lower.push(row);
    }
    Some(lower)
}

/// Rounds of rotations, at most.
const ROUNDS: usize = 60;

/// Eigenvalues and eigenvectors (by columns) of a symmetric matrix by Jacobi's rotations (Golub and Van Loan, 8.5).
pub(crate) fn eigen(matrix: &[Vec<f64>]) -> (Vec<f64>, Vec<Vec<f64>>) {
    let size = matrix.len();
    let mut a: Vec<Vec<f64>> = matrix.to_vec();
    let mut v: Vec<Vec<f64>> =
        (0..size).map(|i| (0..size).map(|j| f64::from(u8::from(i == j))).collect()).collect();
    for _ in 0..ROUNDS {
        let mut off = 0.0;
        for p in 0..size {
            for q in p + 1..size {
                let apq = a[p][q];
                off += apq * apq;
                if apq.abs() < 1e-300 {
                    continue;
                }
                let theta = (a[q][q] - a[p][p]) / (2.0 * apq);
                let t = theta.signum() / (theta.abs() + libm::sqrt(theta * theta + 1.0));
                let c = 1.0 / libm::sqrt(t * t + 1.0);
                let s = t * c;
                for row in &mut a {
                    let (x, y) = (row[p], row[q]);
                    row[p] = c * x - s * y;
                    row[q] = s * x + c * y;
                }
                let (above, below) = a.split_at_mut(q);
                for (x, y) in above[p].iter_mut().zip(&mut below[0]) {
                    (*x, *y) = (c * *x - s * *y, s * *x + c * *y);
                }
                for row in &mut v {
                    let (x, y) = (row[p], row[q]);
                    row[p] = c * x - s * y;
                    row[q] = s * x + c * y;
                }
            }
        }
        if off < 1e-24 {
            break;
        }
    }
    ((0..size).map(|i| a[i][i]).collect(), v)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dependent_rows_are_left_out() {
        let rows = vec![vec![1.0, 1.0, 3.0], vec![2.0, 2.0, 6.0]];
        let x = solve(rows);
        assert!((x[0] + x[1] - 3.0).abs() < 1e-12);
        let x = solve(vec![vec![0.0, 2.0, 4.0], vec![1.0, 1.0, 3.0]]);
        assert_eq!(x, [1.0, 2.0]);
    }

    #[test]
    fn factors_and_eigenvalues_of_a_known_matrix() {
        let m = vec![vec![2.0, 1.0], vec![1.0, 2.0]];
        let l = cholesky(&m).expect("positive definite");
        assert!((l[1][0] * l[0][0] - 1.0).abs() < 1e-15);
        assert!(cholesky(&[vec![1.0, 2.0], vec![2.0, 1.0]]).is_none());
        let (mut values, _) = eigen(&m);
        values.sort_by(f64::total_cmp);
        assert!((values[0] - 1.0).abs() < 1e-12 && (values[1] - 3.0).abs() < 1e-12);
    }
}
