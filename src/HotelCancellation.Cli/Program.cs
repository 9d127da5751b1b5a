using HotelCancellation.Cli;

return await CommandLine.RunAsync(args);
