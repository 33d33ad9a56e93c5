namespace Sunqar.Core.Patterns;

/// <summary>What speaks against a finding, told before anybody acts on it: who would look the same and be innocent, what the finding itself
/// holds against that, and what would change one's mind. Three texts of plain sentences, no names.</summary>
/// <param name="Innocent">The innocent explanation that comes closest.</param>
/// <param name="Against">What was observed that it does not explain; where nothing was, that is said.</param>
/// <param name="WouldChange">What to look for, and which of the observations would have to be otherwise.</param>
public sealed record Doubt(string Innocent, string Against, string WouldChange);
