namespace Sunqar.Core.Decisions.Windows;

/// <summary>Where a key is held in a store's table.</summary>
/// <param name="Mark">What the key goes by.</param>
/// <param name="Place">Its place in the mark's part of the table; below 0 where it is not held.</param>
internal readonly record struct KeyPlace(uint Mark, int Place);
