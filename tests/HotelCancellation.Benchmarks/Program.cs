using HotelCancellation.Benchmarks;

return await CommandLine.RunAsync(args);
