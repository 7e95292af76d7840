import Widgets

/// The newest of some values as a row of blocks.
func sparkline(_ values: [Double]) -> String { Sparkline(values.map(Optional.some)).text(width: 20) }
