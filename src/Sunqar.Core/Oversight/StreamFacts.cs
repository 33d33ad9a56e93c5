using Sunqar.Core.Facts;

namespace Sunqar.Core.Oversight;

/// <summary>How far a stream of the journal had come at a moment.</summary>
/// <param name="Next">The sequence that its next fact gets, which is also the count of its facts.</param>
/// <param name="Chain">The hash by which the next batch names the one before it: 64 hexadecimal digits.</param>
public sealed record StreamMark(string Stream, long Next, string Chain);

/// <summary>Where the journal's streams stood: a leaf of the oversight log before a head is signed, so that no older copy of a stream can
/// take the place of a newer one unseen. Those that did not grow since the mark before are left out.</summary>
/// <param name="Epoch">Grows with each lawful restore.</param>
public sealed record StreamsMarked(long Epoch, IReadOnlyList<StreamMark> Marks) : Fact;

/// <summary>Two persons put an older copy of the journal in the newer one's place, lawfully: from here on a new epoch counts.</summary>
/// <param name="Marks">Where every stream stands by the copy.</param>
public sealed record HistoryRestored(long Epoch, IReadOnlyList<StreamMark> Marks, string Reason) : Fact;
