namespace Sunqar.Work.Summaries;

/// <summary>Held payments of one kind: what came of them, planted against found.</summary>
/// <param name="Held">Payments that waited and whose customer was asked.</param>
/// <param name="Confirmed">Released by the customer himself.</param>
/// <param name="LateOrRefused">The customer answered too late, or said no.</param>
/// <param name="TurnedAway">The customer answered in time and was not believed.</param>
/// <param name="Impostors">Answered by somebody else: planted.</param>
/// <param name="Caught">Of these, not believed.</param>
/// <param name="Missed">Of these, believed.</param>
public sealed record ConfirmedPayments(int Held, int Confirmed, int LateOrRefused, int TurnedAway, int Impostors, int Caught, int Missed);

/// <summary>What came of held payments in a run.</summary>
/// <param name="TopUps">By the sender's device.</param>
/// <param name="Withdrawals">By finger and face, which the bank's verifier compared: both have to be the customer's.</param>
/// <param name="Finger">Of these, what the finger alone said.</param>
/// <param name="Face">The same of the face.</param>
public sealed record ConfirmationResult(
    ConfirmedPayments TopUps,
    ConfirmedPayments Withdrawals,
    ComparedSamples Finger,
    ComparedSamples Face
);

/// <summary>What one kind of sample said at withdrawals, planted against found.</summary>
/// <param name="Holders">Customers who showed their own.</param>
/// <param name="HoldersMissed">Of these, not held to be themselves.</param>
/// <param name="Impostors">Who showed theirs as another's: planted.</param>
/// <param name="Caught">Of these, not held to be the other.</param>
/// <param name="Missed">Of these, held to be the other.</param>
public sealed record ComparedSamples(int Holders, int HoldersMissed, int Impostors, int Caught, int Missed);
